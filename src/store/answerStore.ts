import type { ExpressionBuilder, Kysely } from 'kysely';
import type { AnswerStore, MessageRef } from '../application/ports/store.ts';
import type { Schema } from './schema.ts';

export function createAnswerStore(db: Kysely<Schema>): AnswerStore {
  return {
    async isAnswered(message) {
      const found = await db.selectFrom('answer').select('ordinal').where(isTo(message)).limit(1).executeTakeFirst();
      return found !== undefined;
    },

    async claimAnswer({ conversationId, activityId }, ordinal) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('answer')
        .values({ conversation_id: conversationId, activity_id: activityId, ordinal })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows === 1n;
    },

    async settleAnswer(message, ordinal, outcome) {
      if (outcome === 'notSent') {
        await db.deleteFrom('answer').where(isTo(message)).where('ordinal', '=', ordinal).execute();
        return;
      }
      await db
        .updateTable('answer')
        .set({ is_unknown: true })
        .where(isTo(message))
        .where('ordinal', '=', ordinal)
        .execute();
    },

    async forgetAnswers(before) {
      await db.deleteFrom('answer').where('at', '<', before).execute();
    },
  };
}

function isTo({ conversationId, activityId }: MessageRef) {
  return (eb: ExpressionBuilder<Schema, 'answer'>) =>
    eb.and([eb('conversation_id', '=', conversationId), eb('activity_id', '=', activityId)]);
}
