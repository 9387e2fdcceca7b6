import { expect, test } from '@jest/globals';
import type { RequestEvent } from '../../src/domain/events.ts';
import { reactions } from '../../src/domain/reactions.ts';
import type { AccessRequest } from '../../src/domain/request.ts';
import { command, creation, draft, later, pending, provisioning, when } from '../support/requests.ts';

const at = later(9);
const requestId = 104;
const [updateCards, provision, tellOutcome, askApprovers, announceForce] = [
  'updateCards',
  'provision',
  'tellOutcome',
  'askApprovers',
  'announceForce',
].map((name) => ({ name, requestId }));
const promote = { name: 'promote', environment: 'prod' };
const remind = { name: 'remindApprovers', requestId, round: Date.parse(at) / 1000 };

const undoing = when(creation('account'), command('failStep', { step: 'account' }));
const active = creation();

test.each<[RequestEvent['type'], AccessRequest, readonly unknown[]]>([
  ['Drafted', draft(), []],
  ['Redrafted', draft(), []],
  ['Replanned', draft(), [updateCards]],
  ['Replanned', pending(), [updateCards, askApprovers]],
  ['Submitted', pending(), [updateCards, askApprovers]],
  ['StageOpened', pending(), [updateCards, askApprovers]],
  ['Escalated', pending(), [updateCards, askApprovers]],
  ['Reminded', pending(), [updateCards, remind]],
  ['Nudged', pending(), [updateCards, remind]],
  ['Forced', pending(), [updateCards, announceForce]],
  ['Approved', pending(), [updateCards, askApprovers]],
  ['Approved', provisioning(), [updateCards]],
  ['Commented', pending(), [updateCards]],
  ['Reopened', draft(), [updateCards]],
  ['Withdrawn', pending(), [updateCards]],
  ['Replaced', active, [updateCards]],
  ['PutOnWaitingList', pending(), [updateCards, promote]],
  ['Rejected', pending(), [updateCards, tellOutcome]],
  ['Expired', pending(), [updateCards, tellOutcome]],
  ['SeatReserved', provisioning(), [updateCards, provision]],
  ['Begun', provisioning(), [updateCards, provision]],
  ['StepDone', provisioning(), [updateCards, provision]],
  ['StepDone', active, [updateCards]],
  ['CreationFailed', undoing, [updateCards, provision]],
  ['StepUndone', undoing, [updateCards, provision]],
  ['StepLeftOver', undoing, [updateCards, provision]],
  ['UndoFinished', undoing, [updateCards, tellOutcome, promote]],
  ['Activated', active, [updateCards, tellOutcome]],
])('after %s', (type, request, tasks) => {
  expect(reactions(request, { type, at } as RequestEvent)).toStrictEqual(tasks);
});

test('after a delay, at its time and not before', () => {
  const event = { type: 'StepDelayed', at, nextAt: later(12) } as RequestEvent;
  expect(reactions(provisioning(), event)).toStrictEqual([updateCards, { ...provision, after: later(12) }]);
});

test('a reminder’s round is a whole number of seconds', () => {
  const event = { type: 'Reminded', at: '2026-11-24T09:00:00.999Z', stage: 0 } as RequestEvent;
  expect(reactions(pending(), event)[1]).toMatchObject({ round: Date.parse('2026-11-24T09:00:00.000Z') / 1000 });
});

test('an event that nobody knows throws', () => {
  expect(() => reactions(pending(), { type: 'Forgotten', at } as never)).toThrow('Unexpected value');
});
