import { CardFactory, type Activity, type Attachment } from 'botbuilder';
import type { Card } from './cards/card.ts';
import { targeted } from './connector.ts';
import type { Turn } from './turn.ts';

/** No text beside the card: Teams returns no message id for a message that has both. */
export function cardActivity(card: Card): Partial<Activity> {
  return { type: 'message', summary: card.summary, attachments: [attachmentOf(card)] };
}

/** In place of the card that was clicked, else as a message where the person wrote. */
export async function reply(turn: Turn, card: Card): Promise<void> {
  await post(turn, card);
}

/** The same; returns the id of the message that shows the card now, where the channel tells it. */
export async function post(turn: Turn, card: Card): Promise<string | undefined> {
  const { context } = turn;
  if (context.activity.type === 'invoke') {
    await answerInvoke(turn, {
      statusCode: 200,
      type: 'application/vnd.microsoft.card.adaptive',
      value: card.content,
    });
    return context.activity.replyToId;
  }
  const sent = await context.sendActivity({ ...cardActivity(card), ...(turn.targeted && { entities: [targeted] }) });
  return sent?.id;
}

/** Another card in an earlier message of this conversation. A message that cannot be changed stays as it is. */
export async function replace({ context, app, correlationId }: Turn, activityId: string, card: Card): Promise<void> {
  try {
    await context.updateActivity({ ...cardActivity(card), id: activityId });
  } catch (err) {
    app.log.warn({ correlationId, err }, 'An earlier card could not be replaced');
  }
}

interface InvokeBody {
  readonly statusCode: number;
  readonly type: string;
  readonly value: unknown;
}

/** Universal Actions want HTTP 200 whatever happened; the outcome is in the body. */
export async function answerInvoke({ context }: Pick<Turn, 'context'>, body: InvokeBody): Promise<void> {
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}

function attachmentOf(card: Card): Attachment {
  return CardFactory.adaptiveCard(card.content);
}
