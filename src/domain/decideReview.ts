import { takesSeat } from './ask.ts';
import type { Refusal, Rights } from './commands.ts';
import { hasRunOut, outsideTerms, type CommandOf, type Decision } from './decision.ts';
import type { RequestEvent } from './events.ts';
import type { AccessRequest, Approval, Pending } from './request.ts';
import { accept, refuse } from './result.ts';
import { stakeOf, type Because, type Parties } from './roster.ts';
import type { Stage } from './policy.ts';
import type { Seats } from './seats.ts';
import { usedVote } from './votes.ts';
import { addMilliseconds, millisecondsBetween, type Instant, type PersonId } from './words.ts';

/** How often a requester may have the approvers reminded. */
export const nudgePause = 60 * 60 * 1000;
/** After so many reminders the clock falls silent: whoever has not answered by then is not helped by another one. */
const mostReminders = 5;

export function decideApprove(request: AccessRequest, command: CommandOf<'approve'>): Decision {
  const { at, by, rights, mayAsk, leavesEnough, planHash, comment, signedInAt } = command;
  const why = stakeOf(by.id, partiesOf(request));
  if (why) return refuse({ code: 'OwnRequest', why });
  const approved = hasApproved(request, by.id);
  const [right] = held(rights);
  if (!right && !approved) return refuse({ code: 'NotAnApprover' });
  if (request.status !== 'Pending') return refuse({ code: 'NotPending' });
  if (request.planHash !== planHash) return refuse({ code: 'PlanChanged' });
  if (!right || approved) return refuse({ code: 'AlreadyApproved' });
  const { stage } = request;
  const because = rights[stage];
  const used = usedVote(request.approvals, by.id, because ?? right);
  if (used) return refuse(voteUsed(used, because ?? right));
  if (!because) return refuse({ code: 'NotThisStage', stage });
  if (!leavesEnough) return refuse({ code: 'NeededLater' });
  if (hasRunOut(request, at)) return refuse({ code: 'EndsInThePast' });
  const outside = outsideTerms(request, mayAsk);
  if (outside) return refuse(outside);
  const { signIn } = request.terms;
  if (signIn !== undefined && !(signedInAt && millisecondsBetween(signedInAt, at) <= signIn)) {
    return refuse({ code: 'SignInNeeded' });
  }
  const approval = { by, at, because, planHash, stage, ...(comment && { comment }) };
  const event: RequestEvent = { type: 'Approved', at, approval };
  if (approvalsOf(request) + 1 < stageOf(request).required) return accept([event]);
  if (stage + 1 < request.terms.stages.length) {
    return accept([event, { type: 'StageOpened', at, stage: stage + 1 }]);
  }
  return accept([event, beginning(request, command)]);
}

/** Whoever is asked in their own right may, also after somebody has approved in their place: they look at it themselves. */
export function decideReject(request: AccessRequest, command: CommandOf<'reject'>): Decision {
  const { at, by, rights, comment } = command;
  const why = stakeOf(by.id, partiesOf(request));
  if (why) return refuse({ code: 'OwnRequest', why });
  const reasons = held(rights);
  const [right] = reasons;
  if (!right) return refuse({ code: 'NotAnApprover' });
  if (request.status !== 'Pending') return refuse({ code: 'NotPending' });
  const { approvals } = request;
  const unused = reasons.find((reason) => !usedVote(approvals, by.id, reason));
  const because = reasons.find(({ insteadOf }) => !insteadOf) ?? unused ?? right;
  const used = because.insteadOf && usedVote(approvals, by.id, because);
  if (used && used.by.id !== by.id) return refuse(voteUsed(used, because));
  return accept([{ type: 'Rejected', at, by, because, ...(comment && { comment }) }]);
}

function held(rights: Rights): readonly Because[] {
  return rights.filter((right) => right !== undefined);
}

function hasApproved(request: AccessRequest, id: PersonId): boolean {
  return 'approvals' in request && request.approvals.some(({ by }) => by.id === id);
}

function voteUsed(approval: Approval, { insteadOf }: Because): Refusal {
  return { code: 'VoteUsed', approval, ...(insteadOf && { insteadOf }) };
}

/**
 * Not for one's own request: the exception is for a hurry, not for the rule that somebody else must look, nor for what the
 * policy allows at all.
 */
export function decideForce(request: AccessRequest, command: CommandOf<'force'>): Decision {
  const { at, by, admin, mayAsk, reason, planHash } = command;
  if (!admin) return refuse({ code: 'NotAdmin' });
  const why = stakeOf(by.id, partiesOf(request));
  if (why) return refuse({ code: 'OwnRequest', why });
  if (request.status !== 'Pending') return refuse({ code: 'NotPending' });
  if (request.planHash !== planHash) return refuse({ code: 'PlanChanged' });
  if (reason.trim() === '') return refuse({ code: 'ReasonMissing' });
  if (hasRunOut(request, at)) return refuse({ code: 'EndsInThePast' });
  const outside = outsideTerms(request, mayAsk);
  if (outside) return refuse(outside);
  return accept([{ type: 'Forced', at, by, reason }, beginning(request, command)]);
}

export function decideComment(request: AccessRequest, { at, by, mayComment, text }: CommandOf<'comment'>): Decision {
  if (!mayComment) return refuse({ code: 'NotConcerned' });
  if (request.status !== 'Pending' && request.status !== 'Waiting') return refuse({ code: 'NotPending' });
  if (text.trim() === '') return refuse({ code: 'ReasonMissing' });
  return accept([{ type: 'Commented', at, by, text }]);
}

export function decideNudge(request: AccessRequest, { at, by }: CommandOf<'nudge'>): Decision {
  if (request.requester.id !== by.id) return refuse({ code: 'NotRequester', requester: request.requester });
  if (request.status !== 'Pending') return refuse({ code: 'NotPending' });
  if (request.nudgedAt && millisecondsBetween(request.nudgedAt, at) < nudgePause) {
    return refuse({ code: 'NudgedAlready', again: addMilliseconds(request.nudgedAt, nudgePause) });
  }
  return accept([{ type: 'Nudged', at, by }]);
}

/** Only while nobody has approved: an approval of something that changes afterwards is worth nothing. */
export function decideReopen(request: AccessRequest, { at, by }: CommandOf<'reopen'>): Decision {
  if (request.requester.id !== by.id) return refuse({ code: 'NotRequester', requester: request.requester });
  if (request.status !== 'Pending') return refuse({ code: 'NotPending' });
  if (request.approvals.length > 0) return refuse({ code: 'ApprovedInPart' });
  return accept([{ type: 'Reopened', at, by }]);
}

export function tickPending(request: Pending, { at }: CommandOf<'tick'>): Decision {
  const { stage } = request;
  const [escalation, reminder] = [escalationAt(request), reminderAt(request)];
  const events: RequestEvent[] = [];
  if (escalation && escalation <= at) events.push({ type: 'Escalated', at, stage });
  if (reminder && reminder <= at) events.push({ type: 'Reminded', at, stage });
  return events.length > 0 ? accept(events) : refuse({ code: 'TooSoon' });
}

export function wakePendingAt(request: Pending): Instant | undefined {
  // What is undefined is sorted last.
  const [first] = [escalationAt(request), reminderAt(request)].sort();
  return first;
}

function escalationAt(request: Pending): Instant | undefined {
  const { timeout } = stageOf(request);
  return timeout === undefined || request.escalated ? undefined : addMilliseconds(request.stageSince, timeout);
}

/** Each pause is twice as long as the one before. */
function reminderAt(request: Pending): Instant | undefined {
  const { remindAfter } = stageOf(request);
  if (remindAfter === undefined || request.reminders >= mostReminders) return undefined;
  return addMilliseconds(request.stageSince, remindAfter * (2 ** (request.reminders + 1) - 1));
}

function beginning(
  request: Pending,
  { at, seats, queue }: { readonly at: Instant; readonly seats?: Seats; readonly queue: boolean },
): RequestEvent {
  if (!takesSeat(request.ask.account)) return { type: 'Begun', at };
  return { type: queue || seats?.free === 0 ? 'PutOnWaitingList' : 'SeatReserved', at };
}

export function stageOf({ terms, stage }: Pick<Pending, 'terms' | 'stage'>): Stage {
  const open = terms.stages[stage];
  if (!open) throw new Error(`There is no stage ${stage}`);
  return open;
}

/** Of the stage that is open. */
export function approvalsOf({ approvals, stage }: Pick<Pending, 'approvals' | 'stage'>): number {
  return approvals.filter((approval) => approval.stage === stage).length;
}

export function partiesOf({
  requester,
  ask,
  creators,
}: Pick<AccessRequest, 'requester' | 'ask' | 'creators'>): Parties {
  const { account, owner } = ask;
  const presentOwner = account.kind === 'user' ? account.record?.owner.id : undefined;
  return { requester: requester.id, owner: owner.id, presentOwner, creators };
}
