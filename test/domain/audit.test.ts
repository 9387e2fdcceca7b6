import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  beginning,
  chain,
  flawOf,
  hashOfEntry,
  type AuditFlaw,
  type AuditRecord,
  type AuditRow,
} from '../../src/domain/audit.ts';
import type { Instant, PersonId, RequestId } from '../../src/domain/words.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function record(number: number, details: unknown = { number }): AuditRecord {
  return {
    at: `2026-11-24T09:00:0${number % 10}.000Z` as Instant,
    actor: 'a1' as PersonId,
    what: 'Commented',
    requestId: 104 as RequestId,
    eventSeq: number,
    correlationId: `c-${number}`,
    planHash: null,
    policyVersion: 'v1',
    details,
  };
}

function rowsOf(records: readonly AuditRecord[]): AuditRow[] {
  return chain(beginning, records, sha256).map(({ entry, details }) => {
    const { at, actor, what, correlationId, eventSeq } = entry;
    return { entry, details, ...(eventSeq !== null && { event: { at, actor, what, correlationId } }) };
  });
}

function firstFlaw(rows: readonly AuditRow[]): AuditFlaw | undefined {
  let head = beginning;
  for (const row of rows) {
    const flaw = flawOf(head, row, sha256);
    if (flaw) return flaw;
    head = row.entry;
  }
  return undefined;
}

describe('a chain', () => {
  test('is whole as it was written, and goes on where it ended', () => {
    const first = chain(beginning, [record(1), record(2)], sha256);
    const head = first.at(-1)?.entry ?? beginning;
    const [third] = chain(head, [record(3)], sha256);
    expect(third?.entry).toMatchObject({ seq: 3, previous: head.hash });
    expect(firstFlaw(rowsOf([record(1), record(2), record(3)]))).toBeUndefined();
  });

  test('has hashes that never change from release to release', () => {
    const [row] = rowsOf([record(1)]);
    const detailsHash = sha256('{"number":1}');
    expect(row?.entry.detailsHash).toBe(detailsHash);
    const text =
      `{"actor":"a1","at":"2026-11-24T09:00:01.000Z","correlationId":"c-1","detailsHash":"${detailsHash}","eventSeq":1,` +
      `"planHash":null,"policyVersion":"v1","previous":"${'0'.repeat(64)}","requestId":104,"seq":1,"what":"Commented"}`;
    expect(row?.entry.hash).toBe(sha256(text));
  });

  test('does not depend on the order of fields, nor on fields that JSON does not have', () => {
    const [one] = rowsOf([record(1, { a: 1, b: [undefined], c: undefined })]);
    const [other] = rowsOf([record(1, { b: [null], a: 1 })]);
    expect(one?.entry.hash).toBe(other?.entry.hash);
  });

  test('stays whole when details are erased', () => {
    const rows = rowsOf([record(1), record(2), record(3)]);
    expect(firstFlaw(rows.map((row) => ({ ...row, details: null })))).toBeUndefined();
  });

  test('is broken by a change of any field of any entry, and the entry is named', () => {
    const fields = Object.keys(record(1)).filter((name) => name !== 'details');
    const sealed = [...fields, 'seq', 'detailsHash', 'previous', 'hash'];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4 }), fc.constantFrom(...sealed), (index, field) => {
        const rows = rowsOf([1, 2, 3, 4, 5].map((number) => record(number)));
        const changed = rows.map((row, at) =>
          at === index ? { ...row, entry: { ...row.entry, [field]: field === 'seq' ? 99 : 'other' } } : row,
        );
        expect(firstFlaw(changed)).toMatchObject({ seq: index + 1 });
      }),
    );
  });

  test('names the entry whose content was changed', () => {
    const [row] = rowsOf([record(1)]) as [AuditRow];
    const entry = { ...row.entry, actor: 'someone' as PersonId };
    expect(firstFlaw([{ ...row, entry }])).toEqual({ code: 'EntryChanged', seq: 1 });
  });

  test('has no event without a request, whatever its hash says', () => {
    const [row] = rowsOf([{ ...record(1), requestId: null }]) as [AuditRow];
    expect(firstFlaw([row])).toEqual({ code: 'EntryChanged', seq: 1 });
  });

  test('is broken where an entry was changed together with its hash: at the next one', () => {
    const rows = rowsOf([record(1), record(2), record(3)]);
    const forged = rows.map((row) => {
      if (row.entry.seq !== 2) return row;
      const entry = { ...row.entry, actor: 'someone' as PersonId };
      return { ...row, event: { ...entry }, entry: { ...entry, hash: hashOfEntry(entry, sha256) } };
    });
    expect(firstFlaw(forged)).toEqual({ code: 'LinkBroken', seq: 3 });
  });

  test('is broken by taking away, moving or adding entries anywhere but at the end', () => {
    const rows = rowsOf([1, 2, 3, 4].map((number) => record(number)));
    const without = rows.filter(({ entry }) => entry.seq !== 2);
    expect(firstFlaw(without)).toEqual({ code: 'EntryMissing', seq: 2 });
    const renumbered = without.map((row, index) => ({ ...row, entry: { ...row.entry, seq: index + 1 } }));
    expect(firstFlaw(renumbered)).toEqual({ code: 'LinkBroken', seq: 2 });
  });
});

describe('an event and its entry', () => {
  const [row] = rowsOf([record(1)]) as [AuditRow];
  const place = { seq: 1, requestId: 104, eventSeq: 1 };

  test('an event that is gone is found', () => {
    expect(firstFlaw([{ ...row, event: null, details: null }])).toEqual({ code: 'EventMissing', ...place });
  });

  test.each(['at', 'actor', 'what', 'correlationId'] as const)('a changed %s of the event is found', (field) => {
    const event = { ...row.event, [field]: 'other' } as AuditRow['event'];
    expect(firstFlaw([{ ...row, event }])).toEqual({ code: 'EventChanged', ...place, field });
  });

  test('a changed content is found', () => {
    expect(firstFlaw([{ ...row, details: { number: 2 } }])).toEqual({ code: 'EventChanged', ...place, field: 'body' });
  });

  test('changed details of what is no event are found', () => {
    const [other] = rowsOf([{ ...record(1), what: 'Exported', requestId: null, eventSeq: null }]) as [AuditRow];
    expect(firstFlaw([other])).toBeUndefined();
    expect(firstFlaw([{ ...other, details: {} }])).toEqual({ code: 'DetailsChanged', seq: 1 });
    expect(firstFlaw([{ ...other, details: null }])).toBeUndefined();
  });
});
