import { describe, expect, test } from '@jest/globals';
import { requestCard } from '../../src/bot/cards/requestCard.ts';
import { obstacleText } from '../../src/bot/words/obstacles.ts';
import type { AccessRequest, Obstacle } from '../../src/domain/request.ts';
import type { Instant } from '../../src/domain/words.ts';
import { asks, baseOf, requestIn, seats, viewOf } from '../support/cardViews.ts';

/**
 * Every error code that is known of the services, in the state that it brings a request into, and what people then read.
 * That a code may be missing, with only its message, is for test/crm.
 */
interface Case {
  readonly code: string;
  readonly obstacle: Obstacle;
  readonly request: AccessRequest;
  /** What is in the way, why; and what to do. */
  readonly what: string;
  readonly todo: string;
  /** Why no card should ever show it. */
  readonly never?: string;
}

type Words = Pick<Case, 'what' | 'todo' | 'never'>;

function dataverse(code: string): Obstacle {
  return { code, service: 'dataverse', detail: `Dataverse refused (${code})` };
}

function failed(code: string, words: Words, obstacle = dataverse(code)): Case {
  return { code, obstacle, request: { ...requestIn('Failed'), cause: obstacle }, ...words };
}

function failedFor(kind: keyof typeof asks, code: string, words: Words): Case {
  const obstacle = dataverse(code);
  return { code, obstacle, request: { ...requestIn('Failed', baseOf(asks[kind])), cause: obstacle }, ...words };
}

function delayed(code: string, what: string): Case {
  const obstacle = dataverse(code);
  const delay = {
    obstacle,
    attempts: 3,
    since: '2026-11-26T09:33:00.000Z' as Instant,
    nextAt: '2026-11-26T09:46:00.000Z' as Instant,
  };
  return { code, obstacle, request: { ...requestIn('Provisioning'), delay }, what, todo: 'Next try at 09:46 UTC.' };
}

/** The undo met it: the creation has ended, and a step is left for an administrator. */
function leftOver(code: string, words: Words): Case {
  const obstacle = dataverse(code);
  const leftovers = [{ step: 'enable', obstacle }] as const;
  return { code, obstacle, request: { ...requestIn('Failed'), leftovers }, ...words };
}

const full = dataverse('0x8004B050');
const askInAnHour = 'Ask again in an hour';

const cases: readonly Case[] = [
  {
    code: '0x8004B050',
    obstacle: full,
    request: { ...requestIn('Waiting'), cause: full },
    what: 'Dataverse turned the user away: it says that no seat is left, whatever it counts.',
    todo: 'It is tried again after a quarter of an hour, and whenever a seat becomes free.',
  },
  failed('0x80041d66', { what: 'The environment did not see the lent licence', todo: askInAnHour }),
  failed('0x80041d40', { what: 'does not support this access mode', todo: 'Tell an admin of Seatkeeper' }),
  failed('0x80040d40', {
    what: 'The account is an application user, and its access mode is fixed.',
    todo: 'Use it as it is: it needs no seat.',
  }),
  failed('0x80041d4c', {
    what: 'does not let the licence field be written',
    todo: 'Tell an admin of Seatkeeper',
    never: 'Seatkeeper never writes islicensed',
  }),
  failed('0x8004D24B', { what: 'says that the user has no licence', todo: askInAnHour }),
  failed('0x8004D24C', { what: 'does not enable a user without a licence', todo: askInAnHour }),
  failed('0x80041409', {
    what: 'A security role belongs to another business unit than the user.',
    todo: 'An administrator moves the user to the root business unit',
  }),
  failed('0x80048d35', {
    what: 'The user is disabled in the environment, and a disabled user takes no roles.',
    todo: 'An administrator enables the user in the environment',
  }),
  failed('0x80040237', {
    what: 'The environment has a record with the same key already.',
    todo: 'Ask again.',
    never: 'the record is read again, and counts as made',
  }),
  failedFor('user', '0x80040217', { what: 'The environment no longer has the record.', todo: 'Ask again.' }),
  failed('0x80040220', { what: 'lacks a privilege in the environment', todo: 'the System Administrator role' }),
  failed('0x80048306', { what: 'lacks access in the environment', todo: 'the System Administrator role' }),
  leftOver('0x80041d2f', {
    what: 'The user is the last system administrator of the environment and cannot be disabled.',
    todo: 'In the Power Platform admin centre, Contoso Production, Users, disable',
  }),
  failed('0x80044160', {
    what: 'A non-interactive user cannot open the user interface.',
    todo: 'Use the APIs, or an ordinary account.',
    never: 'it is said to whoever signs in as the user, and Seatkeeper never does',
  }),
  failed('0x8004A112', { what: 'own user is disabled in the environment', todo: 'An administrator enables it.' }),
  failed('0x80072560', {
    what: 'own user is not a member of the environment',
    todo: 'An administrator adds its application user',
  }),
  // Graph's own code is only "Request_BadRequest": src/crm knows it by its message.
  failed(
    'NoUsageLocation',
    { what: 'The account has no usage location', todo: 'An administrator sets the usage location' },
    { code: 'NoUsageLocation', service: 'graph', detail: '' },
  ),
  delayed('0x80072322', 'The environment received too many calls and asks to slow down.'),
  delayed('0x80072321', 'The environment is busy and asks to slow down.'),
  delayed('0x80072326', 'The environment handles too many calls at once and asks to slow down.'),
  failedFor('application', '0x8004F511', {
    what: 'The environment has a user of this application already.',
    todo: 'change of that user',
  }),
];

describe.each(cases)('$code', ({ code, obstacle, request, what, todo, never }) => {
  const read = (part: 'requester' | 'approver' | 'observer'): string =>
    requestCard(viewOf(request, part, { seats: seats(7, 0), waiting: { position: 1 } })).text;

  test(`tells the requester what is so, why, and what to do${never ? `, should it ever come; but ${never}` : ''}`, () => {
    expect(read('requester')).toContain(what);
    expect(read('requester')).toContain(todo);
  });

  test('tells approvers and admins the same, and asks nobody but the requester to ask again', () => {
    for (const text of [read('approver'), read('observer')]) {
      expect(text).toContain(what);
      expect(text).not.toMatch(/(?<!to )ask again/i);
    }
  });

  test('is never all that is said', () => {
    for (const part of ['requester', 'approver', 'observer'] as const) {
      expect(read(part).toLowerCase()).not.toContain(code.toLowerCase());
    }
    const words = obstacleText(obstacle);
    expect(words.code).toBeUndefined();
    expect(words.todo).toMatch(/^\p{Lu}.*\.$/u);
  });
});

test('a code that nobody knows yet stands behind words, for the admin who looks it up', () => {
  const unknown = failed('0x80049999', { what: '', todo: '' });
  const { text } = requestCard(viewOf(unknown.request, 'requester'));
  expect(text).toContain('The environment turned down a call of Seatkeeper. (0x80049999)');
  expect(text).toContain('Tell an admin of Seatkeeper; the log has the details.');
});
