import type { RequestView } from '../../application/views.ts';
import { recordStatuses, type AccessRequest, type Leftover, type RequestStatus } from '../../domain/request.ts';
import { rolesText } from '../words/accountWords.ts';
import { longDay } from '../words/durations.ts';
import { revokeSentence } from '../words/revokeWords.ts';
import type { Notice } from '../words/notice.ts';
import { credentialData } from './credentialData.ts';
import { accountFacts, askFacts } from './askFacts.ts';
import { commentsData } from './commentsData.ts';
import { approvalFacts, fact, requestedFact, untilFact, type Fact } from './factsData.ts';
import { headerData } from './headerData.ts';
import { notices } from './noticeData.ts';
import { optional } from './optional.ts';
import { noSeats, seatsPart } from './seatPicture.ts';
import { standing } from './standing.ts';
import { creationRows, leftoverLines, optionalSteps, revokeRows, undoRows, type StepRow } from './stepsData.ts';
import { stageRows } from './stagesData.ts';
import { forcedNotice, replannedNotice } from './warnings.ts';
import { watcherActions } from './watcherActions.ts';

/** A request that its reader watches: before, between and after the decisions. */
export function requestData(view: RequestView, notice: Notice | undefined, mostComments: number): object {
  const { status } = view.request;
  const open = status === 'Pending' || status === 'Waiting' || status === 'Draft';
  return {
    ...shared(view, notice),
    stages: optionalSteps(stageRows(view)),
    ...(open ? seatsPart(view) : noSeats),
    facts: [...requestFacts(view), ...approvalFacts(view)],
    comments: commentsData(view, mostComments),
    ...watcherActions(view),
    revoke: revokeData(view),
  };
}

/** The short message of its own that tells how it ended. */
export function outcomeData(view: RequestView, notice?: Notice): object {
  const { request, at } = view;
  const active = request.status === 'Active' || request.status === 'Revoked';
  const facts = active
    ? [
        ...accountFacts(request.ask.account, 'User'),
        fact('Owner', request.ask.owner.name),
        untilFact(request.ask.until, at),
      ]
    : [requestedFact(view), fact('Purpose', request.ask.purpose)];
  return { ...shared(view, notice), facts };
}

/** For the person who answers for the user, and who may never have seen the request. */
export function ownerData(view: RequestView, notice?: Notice): object {
  return {
    ...shared(view, notice),
    duty: duty(view),
    facts: requestFacts(view),
    stages: optionalSteps(stageRows(view)),
    steps: optionalSteps(stepRows(view)),
    revoke: revokeData(view),
  };
}

function shared(view: RequestView, notice: Notice | undefined): object {
  const { request } = view;
  const lines = leftoverLines(view, leftoversOf(request));
  return {
    requestId: request.id,
    header: headerData(view),
    notices: notices(notice, forcedNotice(view), replannedNotice(view), standing(view)),
    credential: credentialData(view),
    leftovers: optional(lines.length > 0, { lines: lines.map((text, index) => ({ number: `${index + 1}.`, text })) }),
    change: optional(canChange(view), { requestId: request.id }),
    again: optional(canAskAgain(view), { requestId: request.id }),
  };
}

function leftoversOf(request: AccessRequest): readonly Leftover[] {
  if (request.status === 'Active') return request.unrevoked?.leftovers ?? [];
  return request.status === 'Failed' || request.status === 'Revoked' ? request.leftovers : [];
}

/** Its owner and the admins end a user; what happens then stands above the button that does it. */
function revokeData({ request, reader, version, environment }: RequestView): object {
  const may = reader.id === request.ask.owner.id || reader.admin === true;
  return optional(request.status === 'Active' && may, {
    requestId: request.id,
    version,
    ...revokeSentence(request, environment.name),
  });
}

/** A change is a request of its own, so anybody who has to do with the user may begin one. */
function canChange({ request, reader }: RequestView): boolean {
  return request.status === 'Active' && reader.part !== 'approver';
}

/** A change of a user that has ended could not be made. */
function canAskAgain(view: RequestView): boolean {
  const { status, ask } = view.request;
  if (!isRequester(view)) return false;
  return status === 'Revoked'
    ? ask.account.kind !== 'user'
    : ['Rejected', 'Withdrawn', 'Expired', 'Failed'].includes(status);
}

function requestFacts(view: RequestView): readonly Fact[] {
  const { request, environment } = view;
  const hadUser = [...recordStatuses, 'Replaced', 'Revoked'] as const;
  if (!(hadUser as readonly RequestStatus[]).includes(request.status)) return [requestedFact(view), ...askFacts(view)];
  const { account, owner, until, purpose } = request.ask;
  return [
    ...accountFacts(account, 'User'),
    fact('Environment', environment.name),
    fact('Owner', owner.name),
    fact('Can', rolesText(request.ask)),
    untilFact(until, view.at),
    fact('Purpose', purpose),
  ];
}

function stepRows(view: RequestView): readonly StepRow[] {
  if (view.request.status === 'Provisioning') return creationRows(view, view.request);
  if (view.request.status === 'Revoking') return revokeRows(view, view.request);
  return view.request.status === 'Undoing' ? undoRows(view, view.request) : [];
}

function duty({ request }: RequestView): string {
  if (request.status === 'Replaced') return `#${request.by} says who answers for this user now.`;
  if (request.status === 'Revoked') return 'You answered for this user, which has no access any more.';
  const by =
    request.requester.id === request.ask.owner.id ? 'You named yourself' : `${request.requester.name} named you`;
  return `${by} as the owner: you answer for this user until ${longDay(request.ask.until)}.`;
}

function isRequester({ request, reader }: RequestView): boolean {
  return request.requester.id === reader.id;
}
