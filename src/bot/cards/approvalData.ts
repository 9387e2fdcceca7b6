import type { RequestView } from '../../application/views.ts';
import { takesSeat } from '../../domain/ask.ts';
import type { Pending } from '../../domain/request.ts';
import type { Notice } from '../words/notice.ts';
import { planSentence } from '../words/planSentence.ts';
import { callsData } from './callsData.ts';
import { caveatsData } from './caveatsData.ts';
import { askFacts } from './askFacts.ts';
import { approvalFacts, commentFacts, requestedFact } from './factsData.ts';
import { headerData } from './headerData.ts';
import { notices } from './noticeData.ts';
import { fullText, seatsPart } from './seatPicture.ts';
import { existingWarning, licenceWarning, replannedNotice, unrecordedNotice } from './warnings.ts';

/** What an approver weighs, and the two buttons. */
export function approvalData(view: RequestView, request: Pending, notice?: Notice): object {
  const { environment, version } = view;
  return {
    requestId: request.id,
    version,
    planHash: request.planHash,
    header: headerData(view),
    notices: notices(
      notice,
      replannedNotice(view),
      existingWarning(view),
      unrecordedNotice(view),
      fullNotice(view),
      licenceWarning(view),
    ),
    ...seatsPart(view),
    facts: [requestedFact(view), ...askFacts(view), ...approvalFacts(view), ...commentFacts(view)],
    plan: planSentence(request, environment),
    caveats: caveatsData(view),
    because: becauseText(view),
    ...callsData(view),
  };
}

function becauseText({ reader, environment }: RequestView): string {
  if (reader.because?.kind === 'memberOf') return `You are asked because you are in ${reader.because.groupName}.`;
  return `You are asked because you are named as an approver of ${environment.name}.`;
}

function fullNotice({ environment, seats, request }: RequestView): Notice | undefined {
  if (!takesSeat(request.ask.account) || !seats || seats.free > 0) return undefined;
  return {
    tone: 'warning',
    what: `No seat is free in ${fullText(environment, seats)}.`,
    why: 'Once approved, the request waits until one becomes free.',
  };
}
