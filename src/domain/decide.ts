import { decideTick } from './clock.ts';
import type { Command } from './commands.ts';
import {
  decideCompleteStep,
  decideDelayStep,
  decideFailStep,
  decidePromote,
  decideReplace,
  decideUndo,
} from './decideCreation.ts';
import { decideAdopt, decideConfirm, decideLetGo, decideMend, decideMending, decideRevoke } from './decideLife.ts';
import { decideApprove, decideComment, decideForce, decideNudge, decideReject, decideReopen } from './decideReview.ts';
import { hasRunOut, outsideTerms, type CommandOf, type Decision } from './decision.ts';
import type { AccessRequest } from './request.ts';
import { accept, assertNever, refuse } from './result.ts';

/** Every rule of a request's life, in one place. Pure: the same request and command always give the same answer. */
export function decide(request: AccessRequest | undefined, command: Command): Decision {
  if (command.type === 'draft') {
    return request ? refuse({ code: 'NotDraft' }) : accept([{ type: 'Drafted', at: command.at, base: command.base }]);
  }
  if (command.type === 'adopt') return decideAdopt(request, command);
  if (!request) return refuse({ code: 'NotFound' });
  switch (command.type) {
    case 'redraft':
      return decideRedraft(request, command);
    case 'replan':
      return decideReplan(request, command);
    case 'submit':
      return decideSubmit(request, command);
    case 'approve':
      return decideApprove(request, command);
    case 'reject':
      return decideReject(request, command);
    case 'force':
      return decideForce(request, command);
    case 'comment':
      return decideComment(request, command);
    case 'nudge':
      return decideNudge(request, command);
    case 'reopen':
      return decideReopen(request, command);
    case 'tick':
      return decideTick(request, command);
    case 'withdraw':
      return decideWithdraw(request, command);
    case 'expire':
      return decideExpire(request, command);
    case 'promote':
      return decidePromote(request, command);
    case 'completeStep':
      return decideCompleteStep(request, command);
    case 'delayStep':
      return decideDelayStep(request, command);
    case 'failStep':
      return decideFailStep(request, command);
    case 'completeUndo':
    case 'leaveOver':
      return decideUndo(request, command);
    case 'replace':
      return decideReplace(request, command);
    case 'letGo':
      return decideLetGo(request, command);
    case 'confirm':
      return decideConfirm(request, command);
    case 'mend':
      return decideMend(request, command);
    case 'lendForMending':
    case 'completeMending':
    case 'failMending':
      return decideMending(request, command);
    case 'revoke':
      return decideRevoke(request, command);
    default:
      return assertNever(command);
  }
}

function decideRedraft(request: AccessRequest, command: CommandOf<'redraft'>): Decision {
  if (request.requester.id !== command.by) return refuse({ code: 'NotRequester', requester: request.requester });
  if (request.status !== 'Draft') return refuse({ code: 'NotDraft' });
  return accept([{ type: 'Redrafted', at: command.at, base: command.base }]);
}

/** Before a creation begins, the plan follows the configuration, and approvals of another plan do not count. */
function decideReplan(request: AccessRequest, { at, plan, planHash, terms }: CommandOf<'replan'>): Decision {
  if (!['Draft', 'Pending', 'Waiting'].includes(request.status)) return refuse({ code: 'NotPending' });
  if (request.planHash === planHash) return refuse({ code: 'PlanUnchanged' });
  return accept([{ type: 'Replanned', at, plan, planHash, terms }]);
}

function decideSubmit(
  request: AccessRequest,
  { at, by, acknowledged, mayAsk, decidable, rival }: CommandOf<'submit'>,
): Decision {
  if (request.requester.id !== by.id) return refuse({ code: 'NotRequester', requester: request.requester });
  if (request.status !== 'Draft') return refuse({ code: 'NotDraft' });
  if (!acknowledged) return refuse({ code: 'NotAcknowledged' });
  if (hasRunOut(request, at)) return refuse({ code: 'EndsInThePast' });
  const outside = outsideTerms(request, mayAsk);
  if (outside) return refuse(outside);
  if (rival !== undefined) return refuse({ code: 'AccountTaken', by: rival });
  if (!decidable) return refuse({ code: 'TooFewApprovers' });
  return accept([{ type: 'Submitted', at, acknowledgement: { by, at, caveats: request.caveats } }]);
}

function decideWithdraw(request: AccessRequest, { at, by }: CommandOf<'withdraw'>): Decision {
  if (request.requester.id !== by.id) return refuse({ code: 'NotRequester', requester: request.requester });
  if (!['Draft', 'Pending', 'Waiting'].includes(request.status)) return refuse({ code: 'TooLateToWithdraw' });
  return accept([{ type: 'Withdrawn', at, by }]);
}

function decideExpire(request: AccessRequest, { at, userGone }: CommandOf<'expire'>): Decision {
  if (!['Draft', 'Pending', 'Waiting'].includes(request.status)) return refuse({ code: 'NotPending' });
  if (userGone) return accept([{ type: 'Expired', at, userGone }]);
  if (!hasRunOut(request, at)) return refuse({ code: 'NotRunOut' });
  return accept([{ type: 'Expired', at }]);
}
