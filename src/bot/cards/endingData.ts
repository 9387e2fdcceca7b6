import type { RequestView } from '../../application/views.ts';
import { accountFacts } from './askFacts.ts';
import { fact, untilFact } from './factsData.ts';
import { headerData } from './headerData.ts';
import type { Notice } from '../words/notice.ts';
import { notices } from './noticeData.ts';
import { optional } from './optional.ts';
import { standing } from './standing.ts';

/** A message of its own to owner and requester: the last day is near, and they choose. */
export function endingData(view: RequestView, notice?: Notice): object {
  const { request, environment, version, at } = view;
  const open = request.status === 'Active' && !request.letGo;
  const target = { requestId: request.id, version };
  return {
    requestId: request.id,
    header: headerData(view),
    notices: notices(notice, standing(view)),
    facts: [
      ...accountFacts(request.ask.account, 'User'),
      fact('Environment', environment.name),
      fact('Purpose', request.ask.purpose),
      untilFact(request.ask.until, at),
    ],
    extend: optional(request.status === 'Active' && view.change === undefined, target),
    letGo: optional(open, target),
  };
}
