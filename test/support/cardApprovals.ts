import type { Explanation } from '../../src/application/explainPolicy.ts';
import type { PolicyTest } from '../../src/application/testPolicy.ts';
import type { ApproverView, RequestView } from '../../src/application/views.ts';
import type { AppliedTerms } from '../../src/domain/policy.ts';
import type { Comment, Pending } from '../../src/domain/request.ts';
import type { Absence, Because } from '../../src/domain/roster.ts';
import type { GroupId, Instant, Person, PersonId, RequestId } from '../../src/domain/words.ts';
import * as views from './cardViews.ts';

const { alex, approvalBy, baseOf, joni, lee, megan, mona, nestor, requestIn, termsOf, viewOf } = views;

/** Approvals in all the ways that a policy can want them. */
export const memberOf: Because = approvalBy(megan).because;

export const moreReasons: Readonly<Record<string, Because>> = {
  named: { kind: 'named' },
  manager: { kind: 'manager', of: nestor },
  environmentOwner: { kind: 'environmentOwner' },
  alternate: { kind: 'named', as: 'alternate' },
  fallback: { ...memberOf, as: 'fallback' },
  insteadOf: { ...memberOf, insteadOf: megan },
};

export const monaIsAway: Absence = {
  person: mona,
  until: '2026-12-03',
  delegate: joni,
  source: 'self',
  since: '2026-11-25T16:00:00.000Z' as Instant,
};
export const outOfOffice: Absence = { person: mona, source: 'outlook', since: monaIsAway.since };

/** Megan has approved the first of two stages; the second one is open. */
export const secondStage: Pending = {
  ...requestIn('Pending', baseOf(views.ask, 1, 1)),
  approvals: [approvalBy(megan, 'Fine for Sales.')],
  stage: 1,
  stageSince: '2026-11-26T09:30:00.000Z' as Instant,
};
export const secondApprovers: readonly ApproverView[] = [
  { person: megan, delivery: 'asked', stage: 0, decision: 'approved', because: memberOf },
  { person: lee, delivery: 'unreachable', stage: 1, because: { kind: 'named' } },
  { person: mona, delivery: 'asked', stage: 1, because: { kind: 'named' }, away: monaIsAway },
  { person: joni, delivery: 'notAskedYet', stage: 1, because: { kind: 'named', insteadOf: mona } },
];

/** Joni has approved in Mona's place; Lee's approval is missing. */
export const inMonasPlace: Pending = {
  ...requestIn('Pending', baseOf(views.ask, 2)),
  approvals: [{ ...approvalBy(joni), because: { ...memberOf, insteadOf: mona } }],
};
export const oneLeft: readonly ApproverView[] = [
  { person: mona, delivery: 'asked', stage: 0, because: memberOf, away: monaIsAway, released: true },
  { person: joni, delivery: 'asked', stage: 0, because: { ...memberOf, insteadOf: mona }, decision: 'approved' },
  { person: lee, delivery: 'asked', stage: 0, because: memberOf },
];

/** As somebody whom the policy asks sees it. */
export function viewFor(reader: Person, request: RequestView['request'], approvers = secondApprovers): RequestView {
  const because = approvers.find(({ person }) => person.id === reader.id)?.because ?? memberOf;
  return { ...viewOf(request, 'approver', { approvers }), reader: { id: reader.id, part: 'approver', because } };
}

export function asAdmin(request: RequestView['request']): RequestView {
  return { ...viewOf(request, 'observer'), reader: { id: joni.id, part: 'observer', admin: true } };
}

export const comments: readonly Comment[] = [
  'Which system writes to it?',
  'SAP PI, from our own network.',
  'And how often does it write?',
  'Every five minutes.',
  'Does it need to delete orders?',
  'No, it only writes the SAP order number back.',
  'Then I am happy with it.',
].map((text, index) => ({
  by: index % 2 === 0 ? megan : alex,
  at: `2026-11-26T08:0${index}:00.000Z` as Instant,
  text,
}));

export const forced = {
  by: mona,
  at: '2026-11-26T09:35:00.000Z' as Instant,
  reason: 'The month-end run fails tonight without it, and both approvers are on a plane.',
};

export function crowd(size: number): readonly ApproverView[] {
  return Array.from({ length: size }, (_, index) => ({
    person: {
      id: `a1e00000-0000-4000-8000-0000000001${String(index).padStart(2, '0')}` as PersonId,
      name: nameOf(index),
    },
    delivery: 'asked',
    stage: 0,
    because: memberOf,
  }));
}

function nameOf(index: number): string {
  const first = ['Adele', 'Ben', 'Cora', 'Diego', 'Enrico', 'Grady', 'Henrietta', 'Irvin', 'Johanna', 'Kai'];
  return `${first[index % first.length]} ${['Vance', 'Walters', 'Thomas'][index % 3]}`;
}

const twoStages: AppliedTerms = {
  ...termsOf(1, 2),
  rule: 'system administrators',
  maxDays: 90,
  reason: 20,
  signIn: 600_000,
};
export const explanation: Explanation = {
  request: secondStage,
  environment: views.production,
  terms: twoStages,
  stages: [
    {
      required: 1,
      given: secondStage.approvals,
      approvers: [{ person: lee, because: { kind: 'manager', of: nestor } }],
      excluded: [
        { person: megan, why: 'voteUsed', because: memberOf, approval: approvalBy(megan) },
        { person: alex, why: 'requester' },
        { person: nestor, why: 'owner' },
      ],
    },
    {
      required: 2,
      given: [],
      approvers: [
        { person: mona, because: memberOf, away: monaIsAway },
        { person: joni, because: { ...memberOf, insteadOf: mona } },
        ...crowd(30).map(({ person }) => ({ person, because: memberOf })),
      ],
      excluded: [{ person: megan, why: 'voteUsed', because: memberOf, approval: approvalBy(megan) }],
    },
  ],
  requesters: { people: [alex.name], groups: ['CRM Requesters'] },
  decidable: true,
  incomplete: false,
};

const changed = { environment: views.production.name, unmet: [] } as const;
const named = (id: number, integration: string): Pending => ({
  ...requestIn('Pending', { ...baseOf({ ...views.ask, integration }), id: id as RequestId }),
});
/** The same with what became of an absence. */
export const explainedPlace: Explanation['stages'][number] = {
  required: 2,
  given: inMonasPlace.approvals,
  approvers: [{ person: lee, because: memberOf, away: outOfOffice }],
  excluded: inMonasPlace.approvals.flatMap((approval) => [
    { person: mona, why: 'voteUsed', because: memberOf, approval } as const,
    { person: megan, why: 'voteUsed', because: { ...memberOf, insteadOf: mona }, approval } as const,
    { person: nestor, why: 'owner' } as const,
  ]),
};
export const policyTest: PolicyTest = {
  flaws: [
    { policy: 'standard', rule: 'long ones', code: 'NeverReached', because: 'everything' },
    { policy: 'standard', rule: 'old', code: 'ChangesNothing' },
    { policy: 'test', code: 'ForNoEnvironment' },
    { policy: 'standard', code: 'TooFewNamed', stage: 1, required: 2, named: 1 },
    { policy: 'standard', rule: 'long ones', code: 'LongerThanAllowed', days: 400, maxDays: 366 },
    { policy: 'standard', code: 'NoTimeout', stage: 2 },
  ],
  groups: [
    { id: 'c0000000-0000-4000-8000-000000000009' as GroupId, problem: 'missing' },
    { id: 'c0000000-0000-4000-8000-000000000010' as GroupId, name: 'CRM Deputies', problem: 'empty' },
  ],
  changes: [
    {
      ...changed,
      request: named(117, 'Web shop'),
      before: termsOf(1),
      after: twoStages,
      restarts: true,
      decidable: false,
    },
    {
      ...changed,
      request: named(112, 'Data lake'),
      before: termsOf(1),
      after: termsOf(2),
      restarts: true,
      decidable: true,
      unmet: [{ code: 'TooLong', days: 61, maxDays: 30 }],
    },
    {
      ...changed,
      request: named(104, 'SAP order sync'),
      before: termsOf(1),
      after: termsOf(1),
      restarts: false,
      decidable: true,
    },
    { ...changed, request: named(98, 'Old ERP'), before: termsOf(1), restarts: false, decidable: false },
  ],
  tested: 27,
};
