import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AnswerStore } from '../../src/application/ports/store.ts';
import { createAnswerStore } from '../../src/store/answerStore.ts';
import { openStore, type StoreHarness } from './harness.ts';

describe('answers', () => {
  let harness: StoreHarness;
  let answers: AnswerStore;
  beforeAll(async () => {
    harness = await openStore();
    answers = createAnswerStore(harness.db);
  });
  afterAll(() => harness.close());

  const message = (activityId: string) => ({ conversationId: 'chat', activityId });

  test('each can be claimed once, by whoever comes first', async () => {
    expect(await answers.isAnswered(message('one'))).toBe(false);
    const claims = await Promise.all(Array.from({ length: 8 }, () => answers.claimAnswer(message('one'), 0)));
    expect(claims.filter((claimed) => claimed)).toHaveLength(1);
    expect(await answers.claimAnswer(message('one'), 1)).toBe(true);
    expect(await answers.isAnswered(message('one'))).toBe(true);
    expect(await answers.isAnswered(message('two'))).toBe(false);
  });

  test('one that was not sent can be claimed again; one of which nobody knows cannot', async () => {
    await answers.claimAnswer(message('three'), 0);
    await answers.settleAnswer(message('three'), 0, 'notSent');
    expect(await answers.claimAnswer(message('three'), 0)).toBe(true);
    await answers.settleAnswer(message('three'), 0, 'unknown');
    expect(await answers.claimAnswer(message('three'), 0)).toBe(false);
    const rows = await harness.db
      .selectFrom('answer')
      .select('is_unknown')
      .where('activity_id', '=', 'three')
      .execute();
    expect(rows).toEqual([{ is_unknown: true }]);
  });
});
