import { commandNames, wordsOf, type CommandName, type Who } from './commandWords.ts';
import type { CommandButton, Notice } from './notice.ts';

const all: CommandButton = { title: 'All commands', data: { command: 'help' } };

const whoTexts: Readonly<Record<Who, string>> = {
  everybody: 'Everybody can use it.',
  requesters: 'Only whoever made the request can use it.',
  concerned: 'For everybody whom the request or the user concerns: requester, owner, approvers and admins.',
  owners: 'The owner of the user and the admins can use it.',
  approvers: 'Admins can use it, and approvers where they decide.',
  admins: 'Only admins can use it.',
};

/** How a command is used, with an example; for the end of whatever went wrong with it. */
export function usageText(name: CommandName): string {
  const { usage, example } = wordsOf(name);
  return example === usage ? `Write “${usage}”.` : `Write “${usage}”, for example “${example}”.`;
}

/** `/help extend`: all that is to be said of one command. */
export function usageNotice(name: CommandName): Notice {
  const { summary, more, who, example, runs } = wordsOf(name);
  return {
    tone: 'info',
    what: `${name}: ${summary}.`,
    why: [more, whoTexts[who]].filter((text) => text !== undefined).join(' '),
    todo: usageText(name),
    buttons: [...(runs ? [{ title: 'Try it', data: { command: 'say', args: example } } as const] : []), all],
  };
}

/** There are words behind a command that takes none. */
export function wrongUse(name: CommandName, args: string): Notice {
  return {
    tone: 'info',
    what: `“${name}” stands alone: it does not know what “${args.slice(0, 60)}” means.`,
    why: `${wordsOf(name).summary}.`,
    todo: usageText(name),
    buttons: [{ title: name, data: { command: 'say', args: `/${name}` } }, all],
  };
}

/** `near`: the commands that may have been meant. */
export function noSuchCommand(asked: string, near: readonly CommandName[]): Notice {
  return {
    tone: 'warning',
    what: `There is no command “${asked.slice(0, 60)}”.`,
    why: `There are ${commandNames.length} commands, and “help” shows what you can do with them.`,
    todo: usageText('help'),
    buttons: [...near.map((name) => ({ title: name, data: { command: 'say', args: `/help ${name}` } }) as const), all],
  };
}
