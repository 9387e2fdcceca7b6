import { TurnContext } from 'botbuilder';
import { meetPerson } from '../application/meetPerson.ts';
import { noticeCard } from './cards/menuCards.ts';
import { problemOf } from './messenger.ts';
import type { PrivateChats } from './privateChats.ts';
import { reply } from './reply.ts';
import { attachTurn, type Turn } from './turn.ts';
import type { Notice } from './words/notice.ts';

/** Goes on in the person's own chat, and says so where they wrote; or says how to open that chat. */
export async function moveToPrivate(
  turn: Turn,
  chats: PrivateChats,
  work: (turn: Turn) => Promise<void>,
): Promise<void> {
  const opened = await enter(turn, chats, work);
  await reply(turn, noticeCard(opened ? moved : notReachable));
}

async function enter(turn: Turn, chats: PrivateChats, work: (turn: Turn) => Promise<void>): Promise<boolean> {
  const { app, person, context } = turn;
  const contact = await app.contacts.findContact(person.id);
  const near = TurnContext.getConversationReference(context.activity);
  try {
    return await chats.enter({ person: person.id, reference: contact?.reference, near }, async (inner) => {
      const privateTurn: Turn = { ...turn, context: inner, place: 'personal', targeted: false };
      attachTurn(privateTurn);
      await work(privateTurn);
      if (contact) return;
      const { activityId, ...reference } = TurnContext.getConversationReference(inner.activity);
      await meetPerson(app, { person, reference: { ...reference, user: near.user } });
    });
  } catch (err) {
    const problem = problemOf(err);
    if (problem.kind === 'failure') throw problem.failure;
    app.log.warn({ correlationId: turn.correlationId, personId: person.id, err }, 'A private chat could not be opened');
    return false;
  }
}

const moved: Notice = {
  tone: 'info',
  what: 'Let’s continue in private.',
  why: 'Requests and users are shown to whom they concern, and others read along here.',
  todo: 'I have written to you in our own chat.',
};

const notReachable: Notice = {
  tone: 'warning',
  what: 'Let’s continue in private: I cannot write to you there yet.',
  why: 'The app is not installed for you, or you have blocked it.',
  todo: 'Open Seatkeeper from the apps in Teams, press Add, and write “request” in its chat.',
};
