import { z } from 'zod';
import type { Activity, TurnContext } from 'botbuilder';
import { PermanentFailure, TransientFailure } from '../application/failures.ts';
import type { Messenger, PostOutcome } from '../application/ports/messenger.ts';
import type { ApproverView, NotificationView, RequestView } from '../application/views.ts';
import type { PersonId } from '../domain/words.ts';
import { campaignCard } from './cards/campaignCard.ts';
import type { Card } from './cards/card.ts';
import { discrepanciesCard } from './cards/reconcileCard.ts';
import { requestCard } from './cards/requestCard.ts';
import { undecided } from './cards/turnOf.ts';
import { createChannelMembers } from './channelMembers.ts';
import { retryAfter } from './connector.ts';
import type { Pacer } from './pacer.ts';
import type { Logic, PrivateChats } from './privateChats.ts';
import { cardActivity } from './reply.ts';
import { campaignEnded } from './words/campaignWords.ts';

/** Writes to people who did not write first. */
export function createMessenger(chats: PrivateChats, pacer: Pacer): Messenger {
  /** What a failed send means, kept in mind where Teams asks for a pause. */
  function understand(err: unknown, reader: string): Problem {
    const problem = problemOf(err);
    const failure = problem.kind === 'failure' && problem.failure;
    if (failure instanceof TransientFailure && failure.code === 'Throttled' && failure.retryAfter !== undefined) {
      pacer.pause(reader, failure.retryAfter);
    }
    return problem;
  }

  function enter({ reader }: RequestView, reference: unknown, logic: Logic): Promise<boolean> {
    return reader.part === 'channel'
      ? chats.revisit({ reference, conversationId: reader.id }, logic)
      : chats.enter({ person: reader.id as PersonId, reference }, logic);
  }

  const membersOf = createChannelMembers();

  /** In a channel, Teams fetches the approvers their own cards without a click, as far as it knows them there. */
  async function messageOf(context: TurnContext, view: RequestView): Promise<Partial<Activity>> {
    const card = requestCard(view);
    if (view.reader.part !== 'channel') return cardActivity(card);
    const members = await membersOf(context);
    const ids = decidersIn(view).flatMap((id) => members.get(id) ?? []);
    const refresh = { ...(card.content['refresh'] as object), userIds: ids.slice(0, mostViewers) };
    return cardActivity({ ...card, content: { ...card.content, refresh } });
  }

  async function post(
    reader: string,
    open: (logic: Logic) => Promise<boolean>,
    messageFor: (context: TurnContext) => Promise<Partial<Activity>> | Partial<Activity>,
  ): Promise<PostOutcome> {
    await pacer.take(reader);
    const sent: { activityId?: string; conversationId?: string } = {};
    try {
      const opened = await open(async (context) => {
        const response = await context.sendActivity(await messageFor(context));
        sent.conversationId = context.activity.conversation.id;
        if (response?.id) sent.activityId = response.id;
      });
      if (!opened) return { outcome: 'unreachable' };
    } catch (err) {
      const problem = understand(err, reader);
      if (problem.kind === 'failure') throw problem.failure;
      return { outcome: problem.kind === 'unknown' ? 'unknown' : 'unreachable' };
    }
    const { activityId, conversationId } = sent;
    return activityId && conversationId ? { outcome: 'posted', activityId, conversationId } : { outcome: 'unknown' };
  }

  return {
    postCard: (reference, view) =>
      post(
        view.reader.id,
        (logic) => enter(view, reference, logic),
        (context) => messageOf(context, view),
      ),

    postNotification: (reference, reader, view) =>
      post(
        reader,
        (logic) => chats.enter({ person: reader, reference }, logic),
        () => cardActivity(notificationCard(view)),
      ),

    async updateCard({ activityId, conversationId }, reference, view) {
      await pacer.take(view.reader.id);
      try {
        const opened = await chats.revisit({ reference, conversationId }, async (context: TurnContext) => {
          await context.updateActivity({ ...(await messageOf(context, view)), id: activityId });
        });
        return opened ? 'updated' : 'unreachable';
      } catch (err) {
        const problem = understand(err, view.reader.id);
        if (problem.kind === 'failure') throw problem.failure;
        if (problem.kind !== 'unknown') return problem.kind;
        // Replacing a card twice shows it once, so an unknown outcome is simply tried again.
        throw new TransientFailure('Teams did not answer', { service: 'teams', code: problem.code, cause: err });
      }
    },
  };
}

function notificationCard(view: NotificationView): Card {
  return view.kind === 'discrepancies' ? discrepanciesCard(view) : campaignCard(view.campaign, 1, campaignEnded);
}

/** Teams shows so many people a card of their own. */
const mostViewers = 60;

/** Whom no other card reaches comes first. */
function decidersIn(view: RequestView): readonly PersonId[] {
  if (view.request.status !== 'Pending') return [];
  const open = undecided(view, view.request);
  const isLost = ({ delivery }: ApproverView): boolean => delivery === 'unreachable' || delivery === 'inChannel';
  return [...open.filter(isLost), ...open.filter((approver) => !isLost(approver))].map(({ person }) => person.id);
}

type Problem =
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unknown'; readonly code: string }
  | { readonly kind: 'failure'; readonly failure: unknown };

/** As the SDK throws it: with a status, or with the code of a connection that broke. */
const Thrown = z.object({
  name: z.string().optional(),
  code: z.string().optional(),
  statusCode: z.number().optional(),
  response: z.object({ headers: z.custom<{ get(name: string): string | undefined }>() }).optional(),
});

/** Nothing was sent: there was no connection to send it through. */
const notConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** What a failed send means: for certain not taken, perhaps taken, or never to be taken. */
export function problemOf(err: unknown): Problem {
  const parsed = Thrown.safeParse(err);
  if (!parsed.success) return { kind: 'failure', failure: err };
  const { name, code = 'NoAnswer', statusCode, response } = parsed.data;
  if (statusCode === 403) return { kind: 'unreachable' };
  if (statusCode === 404) return { kind: 'gone' };
  if (statusCode === 429) {
    const pause = retryAfter(response?.headers.get('retry-after'));
    const facts = { service: 'teams', code: 'Throttled', cause: err } as const;
    const failure = new TransientFailure('Teams takes no more messages for now', {
      ...facts,
      ...(pause !== undefined && { retryAfter: pause }),
    });
    return { kind: 'failure', failure };
  }
  if (statusCode === 408 || (statusCode !== undefined && statusCode >= 500)) {
    return { kind: 'unknown', code: String(statusCode) };
  }
  if (statusCode !== undefined) {
    const facts = { service: 'teams', code: String(statusCode), cause: err } as const;
    return { kind: 'failure', failure: new PermanentFailure('Teams refused the message', facts) };
  }
  if (notConnected.has(code)) {
    const facts = { service: 'teams', code, cause: err } as const;
    return { kind: 'failure', failure: new TransientFailure('Teams could not be reached', facts) };
  }
  if (name === 'RestError' || name === 'AbortError') return { kind: 'unknown', code };
  return { kind: 'failure', failure: err };
}
