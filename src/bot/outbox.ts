import type { Activity } from 'botbuilder';
import { randomUUID } from 'node:crypto';
import type { App } from '../application/app.ts';
import { isFailure, TransientFailure } from '../application/failures.ts';
import type { MessageRef } from '../application/ports/store.ts';
import { placeOf } from './activity.ts';
import { problemOf } from './messenger.ts';
import type { Pacer } from './pacer.ts';
import type { Turn } from './turn.ts';

/**
 * Everything that a turn sends has a row first, is paced together with the cards, and is sent at most once: where an
 * earlier delivery of the same message came as far, or may have, it is not sent again. What goes out with the HTTP
 * response needs none of that.
 */
export function openOutbox(
  { app, pacer }: { readonly app: App; readonly pacer: Pacer },
  activity: Activity,
): Turn['outbox'] {
  const message = messageOf(activity);
  let ordinal = 0;

  async function send<T>(conversation: string, post: () => Promise<T>): Promise<T | undefined> {
    const own = ordinal++;
    await pacer.take(conversation, 'answer');
    if (!(await app.answers.claimAnswer(message, own))) return undefined;
    try {
      return await post();
    } catch (err) {
      const outcome = outcomeOf(err, (pause) => {
        pacer.pause(conversation, pause);
      });
      await app.answers.settleAnswer(message, own, outcome);
      throw err;
    }
  }

  return (context) => {
    if (context.activity.deliveryMode === 'expectReplies') return;
    const conversation = pacedAs(context.activity);
    context.onSendActivities(async (_, activities, next) => {
      if (activities.every(({ type }) => type === 'invokeResponse')) return next();
      return (await send(conversation, next)) ?? [];
    });
    context.onUpdateActivity(async (_, _edited, next) => {
      await pacer.take(conversation, 'answer');
      await next();
    });
  };
}

/** Whether this message was delivered before, and an answer to it was sent, or may have been. */
export async function isRepeated(app: App, activity: Activity): Promise<boolean> {
  if (activity.type !== 'message' || !hasId(activity)) return false;
  const message = messageOf(activity);
  if (!(await app.answers.isAnswered(message))) return false;
  app.log.info({ activityId: message.activityId }, 'A message that was answered came again');
  return true;
}

function messageOf({ conversation, ...activity }: Activity): MessageRef {
  return { conversationId: conversation.id, activityId: hasId(activity) ? activity.id : randomUUID() };
}

function hasId(activity: Partial<Activity>): activity is { id: string } {
  return typeof activity.id === 'string' && activity.id !== '';
}

/** A person's cards are counted by the person, who is known before their conversation is. */
function pacedAs(activity: Activity): string {
  // A conversation that was just opened comes without.
  const user = (activity.from as Activity['from'] | undefined)?.aadObjectId?.toLowerCase();
  return placeOf(activity) === 'personal' && user ? user : activity.conversation.id;
}

function outcomeOf(err: unknown, pause: (milliseconds: number) => void): 'unknown' | 'notSent' {
  const problem = problemOf(err);
  if (problem.kind === 'unknown') return 'unknown';
  if (problem.kind !== 'failure') return 'notSent';
  const { failure } = problem;
  if (failure instanceof TransientFailure && failure.retryAfter !== undefined) pause(failure.retryAfter);
  return isFailure(failure) ? 'notSent' : 'unknown';
}
