import { askForUser } from './asking.ts';
import { changeUser } from './changes.ts';
import type { Form } from './form.ts';
import { showQuota, showRequests } from './listCommands.ts';
import { cancelForm, showDoctor, showHelp } from './menuCommands.ts';
import { tellPlan } from './plans.ts';
import type { Turn } from './turn.ts';

export type CommandName = 'request' | 'change' | 'requests' | 'plan' | 'quota' | 'doctor' | 'help' | 'cancel';

/** One command with what was written after it. */
export interface Call {
  readonly name: CommandName;
  readonly args: string;
}

interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  readonly usage: string;
  /** `personal`: in a group, it goes on in the person's own chat · `unseen`: that too, unless nobody else sees the answer. */
  readonly where: 'anywhere' | 'unseen' | 'personal';
  run(turn: Turn, form: Form, args: string): Promise<void>;
}

/** Every command, in the order in which they are offered; the app's manifest is filled from it too. */
export const commandTable: Readonly<Record<CommandName, Command>> = {
  request: {
    summary: 'Ask for a non-interactive user',
    usage: 'request [what, where, until when]',
    where: 'personal',
    run: askForUser,
  },
  change: {
    summary: 'Change the roles, the owner or the last day of a user',
    usage: 'change <user>',
    where: 'personal',
    run: changeUser,
  },
  requests: {
    summary: 'Your requests, and those that you may decide',
    usage: 'requests [mine | open]',
    where: 'unseen',
    run: (turn, _form, args) => showRequests(turn, args === 'mine' || args === 'open' ? { scope: args } : {}),
  },
  plan: {
    summary: 'What would be done for a request, and whether it would work now',
    usage: 'plan <request>',
    where: 'personal',
    run: (turn, _form, args) => tellPlan(turn, args),
  },
  quota: {
    summary: 'How many seats are left',
    usage: 'quota [environment]',
    where: 'anywhere',
    run: (turn, _form, args) => showQuota(turn, args),
  },
  doctor: {
    summary: 'Whether everything works that Seatkeeper needs (admins)',
    usage: 'doctor',
    where: 'personal',
    run: showDoctor,
  },
  help: {
    summary: 'What you can say',
    usage: 'help',
    where: 'anywhere',
    run: showHelp,
  },
  cancel: {
    summary: 'Close the form that is open',
    usage: 'cancel',
    where: 'personal',
    run: cancelForm,
  },
};

export const commandNames = Object.keys(commandTable) as readonly CommandName[];
