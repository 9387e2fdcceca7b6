import { comeBack, findAbsence, planAbsence, setAway } from '../application/absences.ts';
import type { Absence } from '../domain/roster.ts';
import { dayOf, type Day, type Person } from '../domain/words.ts';
import { awayCard } from './cards/awayCard.ts';
import { noticeCard } from './cards/menuCards.ts';
import { goBack } from './drafts.ts';
import type { Form } from './form.ts';
import { readAbsence } from './reading/absences.ts';
import { reply } from './reply.ts';
import type { Turn } from './turn.ts';
import { absenceRefusal } from './words/absenceRefusals.ts';
import { longDay } from './words/durations.ts';
import type { Notice } from './words/notice.ts';

/** `args`: until when, and who decides meanwhile; nothing: how it stands. Without a yes, it asks first. */
export async function goAway(turn: Turn, args: string): Promise<void> {
  const { app, person, correlationId } = turn;
  if (args === '') return tellAbsence(turn);
  const asked = readAbsence(args, dayOf(app.world.now()));
  switch (asked.kind) {
    case 'absence': {
      const { until, delegate } = asked;
      const wanted = { person, until, correlationId, ...(delegate !== undefined && { delegate }) };
      const result = await (turn.sure ? setAway(app, wanted) : planAbsence(app, wanted));
      if (!result.ok) return reply(turn, noticeCard(absenceRefusal(result.refusal, until)));
      return reply(turn, turn.sure ? awayCard(result.value) : noticeCard(wouldBeAway(result.value, until)));
    }
    case 'unclear':
      return reply(turn, noticeCard(whichDay(asked)));
    case 'unreadable':
      return reply(turn, noticeCard(noDay(args)));
  }
}

/** Also for somebody who is here: then it is said, and nothing happens. */
export async function endAbsence(turn: Turn): Promise<void> {
  const { app, person, correlationId } = turn;
  await reply(turn, noticeCard((await comeBack(app, person, correlationId)) ? back : notAway));
}

/** A step of the form has the same word: it is meant by whoever is not away. */
export async function returnOrGoBack(turn: Turn, form: Form): Promise<void> {
  const absence = await findAbsence(turn.app, turn.person);
  if (!absence) return goBack(turn, form);
  await (turn.sure ? endAbsence(turn) : reply(turn, noticeCard(stillAway(absence))));
}

async function tellAbsence(turn: Turn): Promise<void> {
  const absence = await findAbsence(turn.app, turn.person);
  await reply(turn, absence ? awayCard(absence) : noticeCard({ ...notAway, todo: howTo }));
}

const howTo =
  'Write until when, and who decides meanwhile if you like: “away until Friday”, “away until 5 January Lee Gu”.';

/** What would be noted. Pressed, it names whoever was found, whoever is called so later. */
function wouldBeAway({ delegate }: Absence, until: Day): Notice {
  return {
    tone: 'warning',
    what: `You are not away yet. You would be until the end of ${longDay(until)}.`,
    why: delegate
      ? `${nameAndAddress(delegate)} would be asked with you, and could decide in your place.`
      : 'Nobody would stand in for you. Where too few approvers are left, alternates are asked.',
    todo: `Press I am away, or write “yes away until ${until}${delegate ? ` ${delegate.upn ?? delegate.id}` : ''}”.`,
    buttons: [
      { title: 'I am away', data: { command: 'say', args: `yes away until ${until} ${delegate?.id ?? ''}`.trim() } },
    ],
  };
}

function nameAndAddress({ name, upn }: Person): string {
  return upn === undefined ? name : `${name} (${upn})`;
}

function stillAway({ until, delegate }: Absence): Notice {
  return {
    tone: 'warning',
    what: `You are still away${until === undefined ? '' : `, until the end of ${longDay(until as Day)}`}.`,
    ...(delegate && { why: `${delegate.name} would no longer be asked in your place.` }),
    todo: 'Press I am back, or write “yes back”.',
    buttons: [{ title: 'I am back', data: { command: 'say', args: 'yes back' } }],
  };
}

const back: Notice = {
  tone: 'good',
  what: 'You are back.',
  why: 'Whoever stood in for you no longer does. What lies with you is in the list of open requests.',
  todo: 'Does your mailbox still answer by itself? Turn that off too, or you count as away with the next request.',
  buttons: [{ title: 'Open requests', data: { command: 'requests', scope: 'open' } }],
};

const notAway: Notice = {
  tone: 'info',
  what: 'You are not away.',
  why: 'Requests that are yours to decide come to you.',
};

function whichDay({ text, days, rest }: Extract<ReturnType<typeof readAbsence>, { kind: 'unclear' }>): Notice {
  return {
    tone: 'warning',
    what: `“${text}” can mean two days.`,
    why: 'Some write the month first, some the day.',
    todo: 'Choose one.',
    buttons: days.map((day) => ({
      title: longDay(day),
      data: { command: 'say', args: `/away until ${day} ${rest}`.trim() },
    })),
  };
}

function noDay(args: string): Notice {
  return {
    tone: 'warning',
    what: 'The absence is not noted.',
    why: `“${args.slice(0, 60)}” does not say until when.`,
    todo: howTo,
  };
}
