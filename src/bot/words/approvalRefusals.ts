import type { Stake } from '../../domain/roster.ts';
import type { RequestView } from '../../application/views.ts';
import type { Refusal } from '../../domain/commands.ts';
import { approvalsNeeded } from '../../domain/policy.ts';
import { assertNever } from '../../domain/result.ts';
import { count, duration } from './durations.ts';
import type { Notice } from './notice.ts';
import { stageName } from './stageWords.ts';
import { mendingText, unmetText } from './unmetWords.ts';
import { rejectInstead, usedVoteText } from './voteWords.ts';

type ApprovalRefusal = Extract<
  Refusal,
  {
    readonly code:
      | 'OutsideTerms'
      | 'TooFewApprovers'
      | 'OwnRequest'
      | 'NotThisStage'
      | 'VoteUsed'
      | 'NeededLater'
      | 'SignInNeeded'
      | 'NotAdmin'
      | 'ReasonMissing'
      | 'NotConcerned'
      | 'NudgedAlready'
      | 'ApprovedInPart';
  }
>;

/** What the policy and the course of an approval do not allow. */
export function approvalRefusal(refusal: ApprovalRefusal, view: RequestView): Omit<Notice, 'tone'> {
  const { request, environment } = view;
  const number = `#${request.id}`;
  switch (refusal.code) {
    case 'OutsideTerms':
      return {
        what: `${number} cannot go on as it is.`,
        why: `${unmetText(refusal.unmet, environment.name)} It was asked for before that.`,
        todo: mendingText(request, view.reader.id),
      };
    case 'TooFewApprovers':
      return {
        what: 'The request is not submitted: it could never be decided.',
        why: `${needs(view)}, and too few people can give one. The requester, the owner and whoever created the account do not count, and nobody counts twice.`,
        todo: 'Ask an admin of Seatkeeper to add approvers for this environment, then press Submit again. The draft is kept.',
      };
    case 'OwnRequest':
      return ownRequest(refusal.why);
    case 'NotThisStage':
      return {
        what: 'Your approval was not counted.',
        why: `${stageName(refusal.stage, request.terms)} is open now, and the policy asks you in another one.`,
        todo: earlier(view, refusal.stage)
          ? 'Nothing is needed from you: your stage has its approvals.'
          : 'Nothing is needed from you yet. You are asked when your stage opens.',
      };
    case 'VoteUsed':
      return {
        what: 'Your decision was not counted.',
        why: `${usedVoteText(refusal, view.reader.id)} Somebody who is away and whoever stands in for them count once.`,
        todo: isRepresented(refusal, view) ? rejectInstead(request.id) : 'Nothing is needed from you.',
      };
    case 'NeededLater':
      return {
        what: 'Your approval was not counted: it is needed in a later stage.',
        why: 'Nobody counts in two stages, and without you too few people could decide there.',
        todo: 'Let somebody else approve in this stage. You are asked when yours opens.',
      };
    case 'SignInNeeded':
      return {
        what: 'Your approval does not count yet.',
        why: `The policy of ${environment.name} asks for a fresh sign-in${signInAge(view)} with an approval like this one.`,
        todo: 'Press Sign in and approve, and sign in. Nothing is decided until then.',
      };
    case 'NotAdmin':
      return {
        what: `You cannot do this to ${number}.`,
        why: 'Forcing a request, and setting a user right, is for admins of Seatkeeper.',
        todo: 'If it cannot wait, ask an admin, and say why.',
      };
    case 'ReasonMissing':
      return {
        what: 'Nothing was said or decided.',
        why: 'The text is empty, and it is what the others read.',
        todo: 'Write a sentence, and press the button again.',
      };
    case 'NotConcerned':
      return {
        what: `You cannot comment on ${number}.`,
        why: 'Its requester, its owner, its approvers and the admins may.',
        todo: 'Nothing is needed from you.',
      };
    case 'NudgedAlready':
      return {
        what: 'The approvers were not reminded again.',
        why: 'You reminded them less than an hour ago.',
        todo: 'Give them a little time, or write to them yourself.',
        again: refusal.again,
      };
    case 'ApprovedInPart':
      return {
        what: `${number} can no longer be changed.`,
        why: 'Somebody has approved it as it is, and an approval holds for nothing else.',
        todo: 'Withdraw it and ask again, or ask for a change once the user is there.',
      };
    default:
      return assertNever(refusal);
  }
}

function ownRequest(why: Stake): Omit<Notice, 'tone'> {
  switch (why) {
    case 'requester':
      return {
        what: 'You cannot decide your own request.',
        why: 'Somebody else must approve what you ask for, whatever your role.',
        todo: 'Wait for the approvers, or withdraw the request.',
      };
    case 'owner':
      return {
        what: 'You cannot decide a request for a user that you will own.',
        why: 'Whoever answers for the user does not approve it too, whatever their role.',
        todo: 'Nothing is needed from you: the other approvers decide.',
      };
    case 'presentOwner':
      return {
        what: 'You cannot decide about the user that you own.',
        why: 'You answer for it and can use it, so somebody else must look at what is changed, whatever your role.',
        todo: 'Nothing is needed from you: the other approvers decide.',
      };
    case 'creator':
      return {
        what: 'You cannot decide this request.',
        why: 'You created the account or the application that it is about, so somebody else must look at it.',
        todo: 'Nothing is needed from you: the other approvers decide.',
      };
    default:
      return assertNever(why);
  }
}

function isRepresented(
  { approval }: Extract<Refusal, { readonly code: 'VoteUsed' }>,
  { reader }: RequestView,
): boolean {
  return approval.because.insteadOf?.id === reader.id;
}

function needs({ request: { terms }, environment }: RequestView): string {
  const approvals = count(approvalsNeeded(terms), 'approval');
  const stages = terms.stages.length > 1 ? ` in ${terms.stages.length} stages` : '';
  return `A request like this one for ${environment.name} needs ${approvals}${stages}`;
}

function signInAge({ request: { terms } }: RequestView): string {
  return terms.signIn === undefined ? '' : `, no older than ${duration(terms.signIn)},`;
}

/** Whether the reader's stage is over. */
function earlier({ approvers, reader }: RequestView, open: number): boolean {
  const own = reader.stage ?? approvers.find(({ person }) => person.id === reader.id)?.stage;
  return own !== undefined && own < open;
}
