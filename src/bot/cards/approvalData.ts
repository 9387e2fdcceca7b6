import type { RequestView } from '../../application/views.ts';
import type { Pending } from '../../domain/request.ts';
import type { Notice } from '../words/notice.ts';
import { planSentence } from '../words/stepWords.ts';
import { callsData } from './callsData.ts';
import { caveatsData } from './caveatsData.ts';
import { approvalFacts, askFacts, commentFacts, requestedFact } from './factsData.ts';
import { headerData } from './headerData.ts';
import { notices } from './noticeData.ts';
import { fullText, optionalSeats } from './seatPicture.ts';
import { existingWarning, licenceWarning } from './warnings.ts';

/** What an approver weighs, and the two buttons. */
export function approvalData(view: RequestView, request: Pending, notice?: Notice): object {
  const { environment, seats, at, version } = view;
  return {
    requestId: request.id,
    version,
    planHash: request.planHash,
    header: headerData(view),
    notices: notices(notice, existingWarning(view), fullNotice(view), licenceWarning(view)),
    seats: optionalSeats(seats, at),
    facts: [requestedFact(view), ...askFacts(view), ...approvalFacts(view), ...commentFacts(view)],
    plan: planSentence(request, environment),
    caveats: caveatsData(view),
    because: becauseText(view),
    calls: callsData(view, request),
    callsNote: `Dataverse is ${request.plan.url}. {account}, {user} and {securityGroup} stand for ids that are found out on the way.`,
  };
}

function becauseText({ reader, environment }: RequestView): string {
  if (reader.because?.kind === 'memberOf') return `You are asked because you are in ${reader.because.groupName}.`;
  return `You are asked because you are named as an approver of ${environment.name}.`;
}

function fullNotice({ environment, seats }: RequestView): Notice | undefined {
  if (!seats || seats.free > 0) return undefined;
  return {
    tone: 'warning',
    what: `No seat is free in ${fullText(environment, seats)}.`,
    why: 'Once approved, the request waits until one becomes free.',
  };
}
