import type { RequestView } from '../../application/views.ts';
import type { Refusal } from '../../domain/commands.ts';
import { approvalsNeeded } from '../../domain/policy.ts';
import { assertNever } from '../../domain/result.ts';
import { inUse } from '../../domain/seats.ts';
import { approvalRefusal } from './approvalRefusals.ts';
import { lifeRefusal } from './lifeRefusals.ts';
import { count, longDay } from './durations.ts';
import { applicationUserHint, applicationUserLink, askInstead, type Notice } from './notice.ts';
import { usedVoteText } from './voteWords.ts';
import { notActive } from './notActive.ts';
import { whereItStands } from './whereItStands.ts';

type RefusalOf<Code extends Refusal['code']> = Extract<Refusal, { readonly code: Code }>;

const myRequests = { title: 'My requests', data: { command: 'requests' } } as const;

/** What is not possible, why, and what to do. `view` is undefined when there is no such request, or none that concerns the reader. */
export function refusalNotice(refusal: Refusal, view: RequestView | undefined): Notice {
  if (!view || refusal.code === 'NotFound') {
    return {
      tone: 'warning',
      what: 'There is no such request, or it does not concern you.',
      why: 'A request is shown to its requester, its owner, its approvers and the admins. The number may also be wrong.',
      todo: 'Look for it in the list of requests.',
      buttons: [myRequests],
    };
  }
  return { tone: 'warning', ...sayNo(refusal, view) };
}

function sayNo(refusal: Exclude<Refusal, RefusalOf<'NotFound'>>, view: RequestView): Omit<Notice, 'tone'> {
  const { request, environment } = view;
  const number = `#${request.id}`;
  switch (refusal.code) {
    case 'NotRequester':
      return {
        what: `You cannot change ${number}.`,
        why: `It is a request of ${refusal.requester.name}, and only the requester may do this.`,
        todo: `Ask ${refusal.requester.name} to do it.`,
      };
    case 'NotAcknowledged':
      return {
        what: 'The request is not submitted yet.',
        why: 'The licensing caveats must be accepted first: what was accepted is kept with the request.',
        todo: 'Read them, tick the box below them, and press Submit again.',
      };
    case 'EndsInThePast':
      return {
        what: `${number} cannot go on.`,
        why: `Its last day was ${longDay(request.ask.until)}, which has passed.`,
        todo: isReader(view)
          ? 'Choose a later day with Change, or ask again.'
          : `Tell ${request.requester.name} to ask again with a later day.`,
      };
    case 'AccountTaken':
      return {
        what: 'The request is not submitted.',
        why: `#${refusal.by} is about the same account, and two requests for one would get in each other’s way.`,
        todo: `Wait until #${refusal.by} has ended, or press Change to choose another account. The draft is kept.`,
      };
    case 'OutsideTerms':
    case 'TooFewApprovers':
    case 'OwnRequest':
    case 'NotThisStage':
    case 'VoteUsed':
    case 'NeededLater':
    case 'SignInNeeded':
    case 'NotAdmin':
    case 'ReasonMissing':
    case 'NotConcerned':
    case 'NudgedAlready':
    case 'ApprovedInPart':
      return approvalRefusal(refusal, view);
    case 'NotOwner':
    case 'BeingChanged':
    case 'HasRecord':
    case 'LetGoAlready':
    case 'MendingAlready':
      return lifeRefusal(refusal, view);
    case 'NotAnApprover':
      return {
        what: `You cannot decide ${number}.`,
        why: `You are not among the approvers of ${environment.name} now.`,
        todo: 'Nothing is needed from you. If you should be an approver, ask an admin of Seatkeeper.',
      };
    case 'AlreadyApproved':
      return {
        what: 'You have approved this already.',
        why: `Each approver counts once, and ${number} needs ${count(approvalsNeeded(request.terms), 'approval')}.`,
        todo: 'Nothing more is needed from you.',
      };
    case 'PlanChanged':
      return {
        what: 'Your approval was not counted.',
        why: 'The plan changed after the card that you saw: an approval holds for exactly the calls it was given for.',
        todo: 'Read the plan below, which is the current one, and decide again.',
      };
    case 'NotPending':
      if (request.status === 'Draft') return beingChanged(request);
      return {
        what: decidedByReader(view) ?? `${number} can no longer be decided.`,
        why: decidedByReader(view)
          ? whereItStands(request)
          : 'Somebody decided it, or withdrew it, before this arrived.',
        todo: 'Nothing is needed from you. The card shows how it stands now.',
      };
    case 'NotDraft':
      return {
        what: `${number} has been submitted already.`,
        why: whereItStands(request),
        todo: 'While nobody has approved it, its requester can change it with Edit; after that, withdraw it and ask again.',
      };
    case 'NotWaiting':
      return {
        what: `${number} is not on the waiting list.`,
        why: whereItStands(request),
        todo: 'Nothing is needed from you. The card shows how it stands now.',
      };
    case 'NotActive':
      return notActive(request);
    case 'TooLateToWithdraw':
      return {
        what: `${number} can no longer be withdrawn.`,
        why: whereItStands(request),
        todo: insteadOfWithdrawing(view),
      };
    case 'NoFreeSeat':
      return {
        what: `No seat is free in ${environment.name}${view.seats ? ` (${inUse(view.seats) + view.seats.reserved} of ${view.seats.limit})` : ''}.`,
        why: view.waiting
          ? `The request is number ${view.waiting.position} on the waiting list.`
          : 'All non-interactive users that the environment allows exist or are promised.',
        todo: `It goes on by itself when a seat becomes free. ${applicationUserHint}`,
        buttons: [isReader(view) ? askInstead(request.id) : applicationUserLink],
      };
    case 'TooSoon':
      return {
        what: `${number} waits a little before it is tried again.`,
        why: `${environment.name} turned it away a few minutes ago.`,
        todo: 'Nothing is needed from you: it is tried again within a quarter of an hour.',
      };
    case 'NotRunOut':
      return {
        what: `${number} has not run out.`,
        why: `Its last day is ${longDay(request.ask.until)}.`,
        todo: 'Nothing is needed from you.',
      };
    case 'PlanUnchanged':
      return {
        what: `The plan of ${number} is the same as before.`,
        why: 'The configuration asks for nothing else.',
        todo: 'Nothing is needed from you.',
      };
    case 'StepNotAtHand':
      return {
        what: 'This step has been dealt with already.',
        why: whereItStands(request),
        todo: 'Nothing is needed from you. The card shows how it stands now.',
      };
    default:
      return assertNever(refusal);
  }
}

function insteadOfWithdrawing({ request, reader }: RequestView): string {
  const { id, status, ask } = request;
  const { owner } = ask;
  const ending =
    owner.id === reader.id ? `write “revoke ${id}” and why` : `${owner.name}, its owner, or an admin can revoke it`;
  if (status === 'Provisioning') {
    return `Wait for the end, a few minutes as a rule. Then ${ask.account.kind === 'user' ? 'change the user back' : ending}.`;
  }
  if (status === 'Active') return `If the user is no longer needed, ${ending}.`;
  return 'Nothing is needed from you. The card shows how it stands now.';
}

function beingChanged({ id, requester }: RequestView['request']): Omit<Notice, 'tone'> {
  return {
    what: `#${id} cannot be decided now.`,
    why: `${requester.name} has taken it back to change it.`,
    todo: 'Nothing is needed from you: you get it again when it is submitted.',
  };
}

/** A second click of the same person. */
function decidedByReader({ request, reader }: RequestView): string | undefined {
  if (request.status === 'Rejected' && request.rejection.by.id === reader.id) return 'You rejected it already.';
  if (!('approvals' in request)) return undefined;
  if (request.approvals.some(({ by }) => by.id === reader.id)) return 'You approved it already.';
  const approval = request.approvals.find(({ because }) => because.insteadOf?.id === reader.id);
  return approval && usedVoteText({ approval }, reader.id);
}

function isReader({ reader, request }: RequestView): boolean {
  return reader.id === request.requester.id;
}
