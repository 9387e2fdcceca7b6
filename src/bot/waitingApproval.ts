import type { Storage } from 'botbuilder';
import { z } from 'zod';
import type { Instant, PersonId, PlanHash, RequestId } from '../domain/words.ts';
import type { PendingApproval } from './turn.ts';

/** The approval that somebody is signing in for: one at a time, the newest. */
export interface WaitingApproval extends PendingApproval {
  readonly at: Instant;
  /** Of the card to sign in with, once it is posted. */
  readonly activityId?: string;
}

const Kept = z.object({
  id: z.number().transform((id) => id as RequestId),
  planHash: z.string().transform((hash) => hash as PlanHash),
  comment: z.string().optional(),
  at: z.string().transform((at) => at as Instant),
  activityId: z.string().optional(),
});

function keyOf(person: PersonId): string {
  return `signIn/${person}`;
}

export async function keep(storage: Storage, person: PersonId, waiting: WaitingApproval): Promise<void> {
  await storage.write({ [keyOf(person)]: { ...waiting, eTag: '*' } });
}

/** Gone before it is used: a sign-in is good for one approval. */
export async function take(storage: Storage, person: PersonId): Promise<WaitingApproval | undefined> {
  const key = keyOf(person);
  const found = Kept.safeParse((await storage.read([key]))[key]);
  if (!found.success) return undefined;
  await storage.delete([key]);
  const { comment, activityId, ...waiting } = found.data;
  return { ...waiting, ...(comment && { comment }), ...(activityId && { activityId }) };
}
