import type { Activity, TurnContext } from 'botbuilder';
import type { App } from '../application/app.ts';
import { correlated } from '../application/correlation.ts';
import { losePerson, meetChannel, meetPerson } from '../application/meetPerson.ts';
import type { Outcomes, Telemetry } from '../application/ports/telemetry.ts';
import type { ChannelId, PersonId } from '../domain/words.ts';
import { receiveConsent } from './auditFile.ts';
import { channelOf, isAutomatic, isTargeted, placeOf, senderOf, textOf } from './activity.ts';
import { noticeCard } from './cards/menuCards.ts';
import { isFailure } from '../application/failures.ts';
import type { Form } from './form.ts';
import { handleMessage } from './messages.ts';
import { problemOf } from './messenger.ts';
import { createQueue } from './oneAtATime.ts';
import { isRepeated, openOutbox } from './outbox.ts';
import type { Pacer } from './pacer.ts';
import type { PrivateChats } from './privateChats.ts';
import { answerInvoke, cardActivity, reply } from './reply.ts';
import type { SignIn } from './signIn.ts';
import { attachTurn, type Turn } from './turn.ts';
import { turnKindOf } from './turnKind.ts';
import { handleVerb } from './verbs.ts';
import { createWelcome } from './welcome.ts';
import { bugNotice, failureNotice } from './words/failures.ts';
import type { Notice } from './words/notice.ts';

interface Parts {
  readonly app: App;
  readonly form: Form;
  readonly chats: PrivateChats;
  readonly pacer: Pacer;
  /** Absent without an OAuth connection. */
  readonly signIn: SignIn | undefined;
  readonly telemetry: Telemetry;
}

/** An authenticated activity → its handler. What one person does is handled in order, one thing at a time. */
export function createTurnHandler({
  app,
  form,
  chats,
  pacer,
  signIn,
  telemetry,
}: Parts): (context: TurnContext) => Promise<void> {
  const inOrder = createQueue();
  const welcome = createWelcome();

  async function handle(turn: Turn): Promise<void> {
    const { activity } = turn.context;
    if (await isRepeated(app, activity)) return;
    const known = await keepContact(turn);
    switch (activity.type) {
      case 'message':
        return handleMessage(turn, { form, chats });
      case 'invoke':
        if (activity.name === 'adaptiveCard/action') return handleVerb(turn, form);
        if (activity.name === 'fileConsent/invoke') return receiveConsent(turn);
        if (await signIn?.receive(turn)) return;
        await turn.context.sendActivity({ type: 'invokeResponse', value: { status: 501 } });
        return;
      case 'installationUpdate':
      case 'conversationUpdate':
        if (isArrival(activity) && turn.place === 'personal') await welcome(turn, known);
        return;
    }
  }

  async function take(context: TurnContext, correlationId: string): Promise<Outcomes['turn']> {
    const { activity } = context;
    const sender = senderOf(activity);
    const outbox = openOutbox({ app, pacer }, activity);
    if (!sender) {
      outbox(context);
      await refuseStranger(app, context);
      return 'stranger';
    }
    const turn: Turn = {
      context,
      app,
      person: { ...sender, name: sender.name ?? (await findName(app, sender.id)) },
      place: placeOf(activity),
      channel: channelOf(activity),
      targeted: isTargeted(activity),
      text: textOf(activity),
      outbox,
      correlationId,
      ...(signIn && { askSignIn: signIn.ask }),
    };
    attachTurn(turn);
    try {
      await inOrder(sender.id, () => handle(turn));
      return 'ok';
    } catch (err) {
      return tellFailure(turn, err);
    }
  }

  return (context) => {
    const correlationId = app.world.uuid();
    const turn = turnKindOf(context.activity);
    return correlated(correlationId, () =>
      telemetry.measure({ kind: 'turn', turn, correlationId }, async (ended) => {
        ended(await take(context, correlationId));
      }),
    );
  };
}

/** For the activities that come without one. A name is for reading only, so any failure leaves a general one. */
async function findName(app: App, id: PersonId): Promise<string> {
  try {
    const known = (await app.contacts.findContact(id))?.person ?? (await app.directory.findPerson(id));
    return known && 'name' in known ? known.name : 'A colleague';
  } catch (err) {
    app.log.warn({ personId: id, err }, 'A name could not be looked up');
    return 'A colleague';
  }
}

/** True when the person was known before. Only a private chat can be written to later, and the approval channel. */
async function keepContact({ app, person, place, channel, context: { activity } }: Turn): Promise<boolean> {
  if (channel) await meetChannel(app, { id: channel, reference: channelReferenceOf(activity, channel) });
  if (place !== 'personal') return true;
  if (activity.type === 'installationUpdate' && activity.action?.startsWith('remove')) {
    await losePerson(app, person.id);
    return true;
  }
  if (activity.type !== 'message' && activity.type !== 'invoke' && !isArrival(activity)) return true;
  return meetPerson(app, { person, reference: referenceOf(activity) });
}

/** Only what leads back to the chat: names and message ids change, and would look like a move. */
function referenceOf({ channelId, serviceUrl, conversation, recipient, from }: Activity): object {
  const user = { id: from.id, aadObjectId: from.aadObjectId };
  return { channelId, serviceUrl, conversation, bot: { id: recipient.id, name: recipient.name }, user };
}

/** The channel itself, not the thread that somebody wrote in. */
function channelReferenceOf({ channelId, serviceUrl, conversation, recipient }: Activity, id: ChannelId): object {
  const { tenantId, conversationType } = conversation;
  const channel = { id, isGroup: true, conversationType, tenantId };
  return { channelId, serviceUrl, conversation: channel, bot: { id: recipient.id, name: recipient.name } };
}

function isArrival({ type, action, membersAdded, recipient }: Activity): boolean {
  if (type === 'installationUpdate') return action === 'add' || action === 'add-upgrade';
  return type === 'conversationUpdate' && (membersAdded ?? []).some(({ id }) => id === recipient.id);
}

/** Nobody is recognised by anything but the Entra object id, so without one there is nothing to show. */
async function refuseStranger(app: App, context: TurnContext): Promise<void> {
  const { type, name } = context.activity;
  if (type !== 'message' && type !== 'invoke') return;
  app.log.warn({ activityType: type }, 'A sender has no Entra object id');
  const card = noticeCard(stranger);
  if (type === 'message') {
    await context.sendActivity(cardActivity(card));
    return;
  }
  const body = { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card.content };
  if (name === 'adaptiveCard/action') await answerInvoke({ context }, body);
  else await context.sendActivity({ type: 'invokeResponse', value: { status: 501 } });
}

async function tellFailure(turn: Turn, err: unknown): Promise<Outcomes['turn']> {
  const { app, person, correlationId, context } = turn;
  const facts = { correlationId, personId: person.id, activityType: context.activity.type, err };
  const unsent = err instanceof Error && (err.name === 'RestError' || (isFailure(err) && err.code === 'Paced'));
  if (unsent) {
    // Teams did not take the answer, so it would not take another one either.
    app.log.warn({ ...facts, problem: problemOf(err).kind }, 'An answer could not be sent');
    return 'unsent';
  }
  const outcome = isFailure(err) ? 'failed' : 'broke';
  if (outcome === 'failed') app.log.warn(facts, 'A turn failed');
  else app.log.error(facts, 'A turn broke');
  if (isAutomatic(context.activity)) {
    // Nobody clicked: the card that is there is better than one that tells of a failure.
    await answerInvoke(turn, {
      statusCode: 500,
      type: 'application/vnd.microsoft.error',
      value: { code: 'NotRefreshed', message: 'The card could not be brought up to date.' },
    });
    return outcome;
  }
  const notice = isFailure(err) ? failureNotice(err, undefined, correlationId) : bugNotice(correlationId);
  await reply(turn, noticeCard(notice));
  return outcome;
}

const stranger: Notice = {
  tone: 'warning',
  what: 'Seatkeeper cannot tell who you are.',
  why: 'Teams sent no Entra account with this message, as with guests of some meetings.',
  todo: 'Write to Seatkeeper from your own chat with it, signed in with your work account.',
};
