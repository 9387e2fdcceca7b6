import { describe, expect, test } from '@jest/globals';
import { calledBy, erase, erased, eraseFrom } from '../../src/domain/erase.ts';
import { revokeSteps } from '../../src/domain/life.ts';
import type { AccessRequest } from '../../src/domain/request.ts';
import type { Instant } from '../../src/domain/words.ts';
import { alex, command, creation, megan, nestor, pending, when } from '../support/requests.ts';

const at = '2028-01-01T00:00:00.000Z' as Instant;
const said = when(pending(), command('comment', { by: megan, text: 'Alex Wilber wants 2027-01-01, or never' }));
const rejected = when(said, command('reject', { comment: 'No (Alex)' }));
const revoked = revokeSteps.reduce<AccessRequest>(
  (request, step) => when(request, command('completeUndo', { step })),
  when(creation(), command('revoke')),
);

describe('what is left of a request that is erased', () => {
  test('is its number, kind, environment, roles, policy, dates and what became of it', () => {
    const left = erase(rejected, at);
    expect(left).toMatchObject({
      id: rejected.id,
      status: 'Rejected',
      erasedAt: at,
      draftedAt: rejected.draftedAt,
      caveats: rejected.caveats,
      ask: {
        environment: rejected.ask.environment,
        until: rejected.ask.until,
        roles: rejected.ask.roles,
        account: { kind: 'new' },
      },
      plan: {
        kind: 'new',
        environment: rejected.ask.environment,
        steps: [],
        policy: { version: rejected.plan.policy.version },
      },
      terms: { policy: rejected.terms.policy, version: rejected.terms.version },
    });
    expect(erase(revoked, at)).toMatchObject({ status: 'Revoked', revocation: { cause: 'revoked', reason: erased } });
  });

  test('is nothing that anybody wrote or is called by, nor whose it was', () => {
    const left = erase(rejected, at);
    expect(left).toMatchObject({
      requester: { id: erased, name: erased, upn: erased },
      ask: { owner: { id: erased, name: erased }, purpose: erased, integration: erased, account: { upn: erased } },
      comments: [{ by: { id: erased }, text: erased }],
      rejection: { by: { name: erased }, comment: erased },
      mark: erased,
    });
    const text = JSON.stringify([left, erase(revoked, at)]);
    for (const { id, name, upn } of [alex, megan, nestor]) {
      for (const word of [id, name, upn ?? name]) expect(text).not.toContain(word);
    }
  });

  test('has the same shape, so that its readers need to know nothing of it', () => {
    const { erasedAt, plan, ...left } = erase(rejected, at);
    const { plan: _, ...before } = rejected;
    expect(shapeOf(left)).toEqual(shapeOf(before));
    expect(erasedAt).toBe(at);
    expect(Object.keys(plan)).toEqual(Object.keys(rejected.plan));
  });
});

describe('taking one person out of a request', () => {
  const known = { id: alex.id, names: [alex.name, 'Al'], upns: [alex.upn ?? ''] };

  test('takes every word that they are called by, also within what others wrote, in any case', () => {
    const left = eraseFrom(rejected, known);
    expect(left).toMatchObject({
      requester: { id: erased, name: erased, upn: erased },
      comments: [{ by: megan, text: `${erased} wants 2027-01-01, or never` }],
      rejection: { by: megan, comment: 'No (Alex)' },
    });
    const shouted = when(pending(), command('reject', { comment: 'ALEX WILBER again' }));
    expect(eraseFrom(shouted, known)).toMatchObject({ rejection: { comment: `${erased} again` } });
  });

  test('reads names as they are written, not as patterns', () => {
    const odd = { id: 'nobody' as never, names: ['Al(ex).*'], upns: [] };
    const request = when(pending(), command('reject', { comment: 'Al(ex).* and Alexander' }));
    expect(eraseFrom(request, odd)).toMatchObject({ rejection: { comment: `${erased} and Alexander` } });
  });

  test('finds the longer of two words first, and leaves initials alone', () => {
    expect(calledBy({ id: 'abcdef' as never, names: ['Ann', 'Anna', 'Anna Bell'], upns: ['a@b'] })).toEqual([
      'Anna Bell',
      'abcdef',
      'Anna',
      'a@b',
    ]);
  });
});

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (value === null || typeof value !== 'object') return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, shapeOf(field)]));
}
