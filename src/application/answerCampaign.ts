import type { CampaignAnswer } from '../domain/campaign.ts';
import type { Refusal } from '../domain/commands.ts';
import type { Person, RequestId } from '../domain/words.ts';
import type { App } from './app.ts';
import { saveDecision } from './changeRequest.ts';
import { decideEndIn } from './endUser.ts';
import { isAdmin } from './rights.ts';

/** What became of each. */
export interface AnswerOutcome {
  readonly answered: readonly RequestId[];
  /** Answered before, by whomever, or never asked about. */
  readonly late: readonly RequestId[];
  readonly refused: readonly { readonly id: RequestId; readonly refusal: Refusal }[];
}

interface Answering {
  readonly campaign: number;
  readonly correlationId: string;
  readonly answer: 'confirm' | 'release';
}

/** An owner, or an admin in their place, says of some users that they are needed, or that they are not. Each by itself. */
export async function answerCampaign(
  app: App,
  input: Answering & { readonly by: Person; readonly users: readonly RequestId[] },
): Promise<AnswerOutcome> {
  const { by, users } = input;
  const admin = await isAdmin(app, by);
  const results: { id: RequestId; result: 'answered' | 'late' | Refusal }[] = [];
  for (const id of users) results.push({ id, result: await answerFor(app, id, { ...input, by, admin }) });
  const those = (wanted: 'answered' | 'late') => results.flatMap(({ id, result }) => (result === wanted ? [id] : []));
  const refused = results.flatMap(({ id, result }) => (typeof result === 'string' ? [] : [{ id, refusal: result }]));
  return { answered: those('answered'), late: those('late'), refused };
}

/** Once: whoever comes second is late. The answer and what follows from it are saved together. */
export async function answerFor(
  app: App,
  id: RequestId,
  input: Answering & { readonly by: Person | 'clock'; readonly admin: boolean },
): Promise<'answered' | 'late' | Refusal> {
  const { campaign, by, admin, answer, correlationId } = input;
  const request = (await app.store.findRequest(id))?.request;
  if (!request) return 'late';
  const at = app.world.now();
  const clock = by === 'clock';
  const cause = { actor: clock ? ('seatkeeper' as const) : by.id, correlationId };
  return app.store.transaction(async (transaction) => {
    // Before the item, so that all take their locks in one order.
    await transaction.lockSeats(request.ask.environment);
    const stored = await transaction.lockRequest(id);
    if ((await transaction.lockItem(campaign, id)) !== 'open') return 'late';
    const result =
      answer === 'confirm'
        ? await saveDecision(transaction, stored, { type: 'confirm', at, by, admin, campaign }, cause)
        : await decideEndIn(transaction, request, cause, (busy) => {
            return { type: 'revoke', at, by, admin, cause: clock ? 'unanswered' : 'released', reason: '', ...busy };
          });
    if (!result.ok) return result.refusal;
    await transaction.answerItem(campaign, id, { answer: wordOf(answer, clock), at, ...(!clock && { by }) });
    return 'answered';
  });
}

function wordOf(answer: Answering['answer'], clock: boolean): CampaignAnswer {
  if (answer === 'confirm') return clock ? 'kept' : 'confirmed';
  return clock ? 'revoked' : 'released';
}
