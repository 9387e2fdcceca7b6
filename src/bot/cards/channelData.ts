import type { RequestView } from '../../application/views.ts';
import type { Pending } from '../../domain/request.ts';
import { nameList } from '../words/lists.ts';
import type { Notice } from '../words/notice.ts';
import { askFacts } from './askFacts.ts';
import { approvalFacts, requestedFact } from './factsData.ts';
import { headerData } from './headerData.ts';
import { notices } from './noticeData.ts';
import { optional } from './optional.ts';
import { standing } from './standing.ts';
import { stageRows } from './stagesData.ts';
import { optionalSteps } from './stepsData.ts';
import { undecided } from './turnOf.ts';
import { existingWarning, forcedNotice, replannedNotice } from './warnings.ts';

/** What everybody in the approval channel may see. Whoever decides gets their own card in its place, by Decide or by itself. */
export function channelData(view: RequestView, notice: Notice | undefined): object {
  const { request } = view;
  const pending = request.status === 'Pending' ? request : undefined;
  return {
    requestId: request.id,
    header: headerData(view),
    notices: pending
      ? notices(notice, forcedNotice(view), askedHere(view, pending), replannedNotice(view), existingWarning(view))
      : notices(notice, forcedNotice(view), standing(view)),
    stages: optionalSteps(stageRows(view)),
    facts: [requestedFact(view), ...askFacts(view), ...approvalFacts(view)],
    decide: optional(pending !== undefined, { requestId: request.id }),
  };
}

function askedHere(view: RequestView, request: Pending): Notice {
  const lost = undecided(view, request).filter(
    ({ delivery }) => delivery === 'unreachable' || delivery === 'inChannel',
  );
  const names = nameList(lost.map(({ person }) => person.name));
  return {
    tone: 'info',
    what: lost.length > 0 ? `For ${names}, who cannot be reached in a chat with Seatkeeper.` : 'Waiting for approval.',
    todo: 'Whoever the policy asks can decide here: press Decide.',
  };
}
