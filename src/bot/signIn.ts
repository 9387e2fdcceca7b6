import { CardFactory, type Storage, type TurnContext } from 'botbuilder';
import { z } from 'zod';
import { isFailure } from '../application/failures.ts';
import { approveRequest } from '../application/reviewRequest.ts';
import { addMilliseconds } from '../domain/words.ts';
import { noticeCard } from './cards/menuCards.ts';
import { problemOf } from './messenger.ts';
import type { PrivateChats } from './privateChats.ts';
import { cardActivity, replace } from './reply.ts';
import type { SignInTokens } from './signInTokens.ts';
import type { PendingApproval, Turn } from './turn.ts';
import { failureNotice } from './words/failures.ts';
import type { Notice } from './words/notice.ts';
import { keep, take, type WaitingApproval } from './waitingApproval.ts';
import { refusalNotice } from './words/refusals.ts';
import * as words from './words/signInWords.ts';

/** Approvals that count only once the approver has signed in afresh. */
export interface SignIn {
  /** Remembers the approval, and sends the card to sign in with to the person's own chat; false where that cannot be written to. */
  readonly ask: (turn: Turn, approval: PendingApproval) => Promise<boolean>;
  /** False for an invoke that has nothing to do with signing in. */
  readonly receive: (turn: Turn) => Promise<boolean>;
}

/** Milliseconds. Whoever takes longer presses the button again. */
const patience = 15 * 60_000;

/** `state` is the code that the token service gave to the reader's Teams, or this word of Teams' own. */
const Verified = z.object({ state: z.string().min(1).max(200) });
const cancelled = 'CancelledByUser';

interface Parts {
  readonly connection: string;
  readonly tokens: SignInTokens;
  readonly chats: PrivateChats;
  readonly storage: Storage;
}

export function createSignIn({ connection, tokens, chats, storage }: Parts): SignIn {
  return {
    async ask(turn, approval) {
      const waiting: WaitingApproval = { ...approval, at: turn.app.world.now() };
      await tokens.forget(turn.context);
      const earlier = await take(storage, turn.person.id);
      await keep(storage, turn.person.id, waiting);
      return inPrivate(turn, chats, async (context) => {
        if (earlier?.activityId) await replace({ ...turn, context }, earlier.activityId, noticeCard(words.superseded));
        const { from, recipient } = turn.context.activity;
        const link = await tokens.linkFor(turn.context, { ...context.activity, from, recipient });
        const sent = await context.sendActivity({
          type: 'message',
          summary: words.signInTitle(approval.id),
          attachments: [CardFactory.oauthCard(connection, words.signInButton, words.signInText(approval.id), link)],
        });
        if (sent?.id) await keep(storage, turn.person.id, { ...waiting, activityId: sent.id });
      });
    },

    async receive(turn) {
      const { name = '', value } = turn.context.activity as { readonly name?: string; readonly value?: unknown };
      switch (name) {
        case 'signin/verifyState': {
          await finish(turn, value);
          await answer(turn, 200);
          return true;
        }
        case 'signin/tokenExchange': {
          // A token that Teams has in store proves no fresh sign-in; so refused, Teams shows the button instead.
          const { id } = (value ?? {}) as { readonly id?: unknown };
          await answer(turn, 412, { id, connectionName: connection, failureDetail: 'A sign-in is needed.' });
          return true;
        }
        case 'signin/failure':
          await answer(turn, 200);
          return true;
        default:
          return false;
      }
    },
  };

  async function finish(turn: Turn, value: unknown): Promise<void> {
    const verified = Verified.safeParse(value);
    const waiting = verified.success ? await take(storage, turn.person.id) : undefined;
    // Delivered twice, or for a card that is answered.
    if (!verified.success || !waiting) return;
    await tell(turn, waiting, await outcomeOf(turn, waiting, verified.data.state));
  }

  async function outcomeOf(turn: Turn, waiting: WaitingApproval, state: string): Promise<Notice> {
    const { app, correlationId } = turn;
    if (state === cancelled) return words.cancelled(waiting.id);
    if (addMilliseconds(waiting.at, patience) < app.world.now()) return words.tooLate(waiting.id);
    try {
      return await approveAs(turn, waiting, state);
    } catch (err) {
      if (!isFailure(err)) throw err;
      app.log.warn({ correlationId, personId: turn.person.id, requestId: waiting.id, err }, 'A sign-in failed');
      return failureNotice(err, undefined, correlationId);
    }
  }

  async function approveAs(turn: Turn, { id, planHash, comment }: WaitingApproval, code: string): Promise<Notice> {
    const { app, person: by, correlationId } = turn;
    const signedIn = await tokens.redeem(turn.context, code);
    if (!signedIn) return words.unknownCode(id);
    await tokens.forget(turn.context);
    if (signedIn.objectId !== by.id) {
      app.log.warn({ correlationId, personId: by.id, requestId: id }, 'Somebody else signed in for an approval');
      return words.wrongPerson(id);
    }
    const signedInAt = signedIn.at ?? app.world.now();
    const approval = { id, by, planHash, signedInAt, correlationId, ...(comment && { comment }) };
    const { view, refusal } = await approveRequest(app, approval);
    if (refusal?.code === 'SignInNeeded') return words.oldSignIn(id);
    return refusal ? refusalNotice(refusal, view) : words.approved(id);
  }
}

/** In place of the card to sign in with, which has done its work. */
async function tell(turn: Turn, { activityId }: WaitingApproval, notice: Notice): Promise<void> {
  const card = noticeCard(notice);
  if (activityId) await replace(turn, activityId, card);
  else await turn.context.sendActivity(cardActivity(card));
}

async function inPrivate(
  turn: Turn,
  chats: PrivateChats,
  work: (context: TurnContext) => Promise<void>,
): Promise<boolean> {
  const { app, person, place, context, correlationId } = turn;
  const contact = place === 'personal' ? undefined : await app.contacts.findContact(person.id);
  const { serviceUrl, channelId, recipient: bot, from: user } = context.activity;
  const near = { serviceUrl, channelId, bot, user };
  try {
    if (place !== 'personal')
      return await chats.enter({ person: person.id, reference: contact?.reference, near }, (inner) => {
        turn.outbox(inner);
        return work(inner);
      });
    await work(context);
    return true;
  } catch (err) {
    const problem = problemOf(err);
    if (problem.kind === 'failure') throw problem.failure;
    app.log.warn({ correlationId, personId: person.id, err }, 'A card to sign in with could not be sent');
    return false;
  }
}

async function answer({ context }: Turn, status: number, body?: object): Promise<void> {
  await context.sendActivity({ type: 'invokeResponse', value: { status, ...(body && { body }) } });
}
