import type { RequestView } from '../../application/views.ts';
import type { Provisioning, Revoking, Undoing } from '../../domain/request.ts';
import { kindWords } from '../words/accountWords.ts';
import type { Notice } from '../words/notice.ts';
import { obstacleText } from '../words/obstacles.ts';
import { revokeCause } from '../words/revokeWords.ts';
import { giversText } from '../words/voteWords.ts';
import { approvalFacts, fact, untilFact, type Fact } from './factsData.ts';
import { headerData } from './headerData.ts';
import { notices } from './noticeData.ts';
import { creationRows, optionalSteps, revokeRows, undoRows } from './stepsData.ts';
import { forcedNotice } from './warnings.ts';

/** The creation, or its undo, as it happens. */
export function progressData(view: RequestView, request: Provisioning | Undoing | Revoking, notice?: Notice): object {
  const undoing = request.status === 'Undoing';
  if (request.status === 'Revoking') return revokingData(view, request, notice);
  return {
    requestId: request.id,
    header: headerData(view),
    notices: notices(notice, forcedNotice(view), undoing ? undoNotice(request) : undefined),
    lead: undoing ? 'Taking back what was done' : `${letThrough(request)} ${kindWords(request.ask.account).now}`,
    steps: optionalSteps(undoing ? undoRows(view, request) : creationRows(view, request)),
    facts: progressFacts(view),
  };
}

function revokingData(view: RequestView, request: Revoking, notice?: Notice): object {
  return {
    requestId: request.id,
    header: headerData(view),
    notices: notices(notice),
    lead: `Taking its access away. ${revokeCause(request.revocation, request)}`,
    steps: optionalSteps(revokeRows(view, request)),
    facts: [fact('Owner', request.ask.owner.name), untilFact(request.ask.until, view.at)],
  };
}

function progressFacts(view: RequestView): readonly Fact[] {
  const { request, at } = view;
  return [
    fact('Requested by', request.requester.name),
    fact('Owner', request.ask.owner.name),
    untilFact(request.ask.until, at),
    ...approvalFacts(view),
  ];
}

function letThrough({ approvals, forced }: Provisioning | Undoing): string {
  if (forced) return 'Forced.';
  return `${giversText(approvals)} approved.`;
}

function undoNotice({ cause, then, ask }: Undoing): Notice {
  const { what, todo, code } = obstacleText(cause);
  return {
    tone: 'warning',
    what: kindWords(ask.account).failed,
    why: what,
    code,
    todo: then === 'Waiting' ? 'What was done is taken back, and the request goes to the waiting list.' : todo,
  };
}
