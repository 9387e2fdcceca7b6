import { commandNames, wordsOf, type CommandName, type Group } from '../words/commandWords.ts';
import type { CommandData, Notice } from '../words/notice.ts';
import { renderCard, type Card, type CardData } from './card.ts';
import type { Role } from './menuCards.ts';
import { notices } from './noticeData.ts';
import { optionalText } from './optional.ts';

interface Help {
  /** For the examples; absent where none is configured. */
  readonly environment?: string | undefined;
  readonly notice?: Notice | undefined;
}

const groupNames: Readonly<Record<Group, string>> = {
  ask: 'Ask for a user',
  follow: 'Follow a request',
  decide: 'Decide',
  users: 'Look after users',
  look: 'Seats and environments',
  run: 'Run Seatkeeper',
  talk: 'Know more',
};

export function helpCard(role: Role, help: Help = {}): Card {
  return renderCard(helpCardData(role, help));
}

/** Every command that the reader can use, with an example to click; the others by name, so that nothing stays hidden. */
export function helpCardData(role: Role, { environment, notice }: Help = {}): CardData {
  const decides = role.admin || role.approver;
  const mine = commandNames.filter((name) => serves(name, role));
  const others = commandNames.filter((name) => !mine.includes(name));
  const groups = Object.entries(groupNames)
    .map(([group, name]) => ({ name, rows: mine.filter((one) => wordsOf(one).group === group) }))
    .filter(({ rows }) => rows.length > 0)
    .map(({ name, rows }) => ({ name, rows: rows.map((one) => rowOf(one, environment)) }));
  const data = {
    title: 'What you can say',
    subtitle: optionalText(
      decides
        ? 'Requests come to you as cards: Approve or Reject on the card. A slash before a command works too.'
        : 'Click an example or write your own. A slash before a command works too.',
    ),
    notices: notices(notice),
    groups,
    yes: 'Nothing changes before you have seen what would. Then press the button, or write “yes” before the same words, as in “yes withdraw 104”.',
    more: optionalText(
      others.length > 0
        ? `${role.approver ? 'Admins' : 'Approvers and admins'} can do more: ${others.join(', ')}. Write “help ${others[0] ?? ''}” to see what one of these does.`
        : undefined,
    ),
  };
  return { template: 'help', summary: 'What you can say to Seatkeeper', data };
}

function serves(name: CommandName, { admin, approver }: Role): boolean {
  switch (wordsOf(name).who) {
    case 'everybody':
    case 'requesters':
    case 'concerned':
    case 'owners':
      return true;
    case 'approvers':
      return admin || approver;
    case 'admins':
      return admin;
  }
}

/** An example with a number or a user that may not be there leads to how the command is used. */
function rowOf(name: CommandName, environment: string | undefined): object {
  const { summary, example, runs } = wordsOf(name);
  const say = environment === undefined ? example : example.replace(/\bprod\b/, environment);
  const data: CommandData = { command: 'say', args: runs ? say : `/help ${name}` };
  return { what: `${summary}.`, say, data };
}
