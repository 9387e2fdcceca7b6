import { goAway, returnOrGoBack } from './absenceCommands.ts';
import { askToAdopt } from './adoptCommands.ts';
import { askForUser } from './asking.ts';
import { tellAudit } from './auditCommands.ts';
import { recertify } from './campaignCommands.ts';
import { changeUser, extendUser } from './changes.ts';
import { askToRevoke } from './endings.ts';
import { showEnvironment, showSettings, showUsers } from './environmentCommands.ts';
import type { Form } from './form.ts';
import { askToForget } from './forgetCommand.ts';
import { showQuota, showRequests } from './listCommands.ts';
import { cancelForm, showDoctor, showHelp } from './menuCommands.ts';
import { tellPlan } from './plans.ts';
import { tellPolicy } from './policyCommands.ts';
import { tellReconcile } from './reconcileCommands.ts';
import { review } from './reviewCommands.ts';
import { showStats } from './statsCommands.ts';
import type { Turn } from './turn.ts';
import type { ReviewName } from './words/reviewUsage.ts';

export type CommandName =
  | 'request'
  | 'change'
  | 'extend'
  | 'revoke'
  | 'adopt'
  | 'reconcile'
  | 'requests'
  | 'plan'
  | ReviewName
  | 'away'
  | 'back'
  | 'policy'
  | 'audit'
  | 'forget'
  | 'recertify'
  | 'quota'
  | 'users'
  | 'env'
  | 'stats'
  | 'settings'
  | 'doctor'
  | 'help'
  | 'cancel';

/** One command with what was written after it. */
export interface Call {
  readonly name: CommandName;
  readonly args: string;
}

interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  readonly usage: string;
  /** In the list of commands that Teams shows, which takes twelve; the others are in the help. */
  readonly listed: boolean;
  /** `personal`: in a group, it goes on in the person's own chat · `unseen`: that too, unless nobody else sees the answer. */
  readonly where: 'anywhere' | 'unseen' | 'personal';
  run(turn: Turn, form: Form, args: string): Promise<void>;
}

/** Every command, in the order in which they are offered; the app's manifest is filled from those that are `listed`. */
export const commandTable: Readonly<Record<CommandName, Command>> = {
  request: {
    summary: 'Ask for a non-interactive user',
    usage: 'request [what, where, until when]',
    listed: true,
    where: 'personal',
    run: askForUser,
  },
  change: {
    summary: 'Change the roles, the owner or the last day of a user',
    usage: 'change <user>',
    listed: true,
    where: 'personal',
    run: changeUser,
  },
  extend: {
    summary: 'Ask for a later last day of a user',
    usage: 'extend <user> [until <day>]',
    listed: true,
    where: 'personal',
    run: extendUser,
  },
  revoke: {
    summary: 'End a user: take its roles, disable it, free its seat (owners and admins)',
    usage: 'revoke <user> <reason>',
    listed: false,
    where: 'personal',
    run: (turn, _form, args) => askToRevoke(turn, args),
  },
  adopt: {
    summary: 'Take over a user that was made without Seatkeeper (admins)',
    usage: 'adopt <user> in <environment> owner:<owner> [until <day>]',
    listed: false,
    where: 'personal',
    run: (turn, _form, args) => askToAdopt(turn, args),
  },
  reconcile: {
    summary: 'Compare the environments with the records (admins)',
    usage: 'reconcile [environment]',
    listed: false,
    where: 'personal',
    run: (turn, _form, args) => tellReconcile(turn, args),
  },
  requests: {
    summary: 'Your requests, and those that you may decide',
    usage: 'requests [mine | open]',
    listed: true,
    where: 'unseen',
    run: (turn, _form, args) => showRequests(turn, args === 'mine' || args === 'open' ? { scope: args } : {}),
  },
  plan: {
    summary: 'What would be done for a request, and whether it would work now',
    usage: 'plan <request>',
    listed: true,
    where: 'personal',
    run: (turn, _form, args) => tellPlan(turn, args),
  },
  approve: reviewing('approve', 'Approve a request: what its card shows', 'approve <request> [comment]'),
  reject: reviewing('reject', 'Reject a request', 'reject <request> <reason>'),
  comment: reviewing('comment', 'Say something about an open request', 'comment <request> <text>'),
  withdraw: reviewing('withdraw', 'Take a request back', 'withdraw <request>'),
  nudge: reviewing('nudge', 'Remind whoever has still to decide', 'nudge <request>', false),
  force: reviewing('force', 'Let a request through without its approvals (admins)', 'force <request> <reason>', false),
  away: {
    summary: 'Say that you are away, and who decides meanwhile',
    usage: 'away [until <day> [who decides meanwhile]]',
    listed: true,
    where: 'personal',
    run: (turn, _form, args) => goAway(turn, args),
  },
  back: {
    summary: 'Say that you are here again',
    usage: 'back',
    listed: true,
    where: 'personal',
    run: returnOrGoBack,
  },
  policy: {
    summary: 'Who can decide on a request and why; what a changed policy would do (admins)',
    usage: 'policy explain <request> | test',
    listed: false,
    where: 'personal',
    run: (turn, _form, args) => tellPolicy(turn, args),
  },
  audit: {
    summary: 'Whether the record of what happened is whole, and the record as a file (admins)',
    usage: 'audit verify | export [request | from..to]',
    listed: false,
    where: 'personal',
    run: (turn, _form, args) => tellAudit(turn, args),
  },
  forget: {
    summary: 'Erase what is known of somebody who has left (admins)',
    usage: 'forget <account or object id>',
    listed: false,
    where: 'personal',
    run: (turn, _form, args) => askToForget(turn, args),
  },
  recertify: {
    summary: 'Ask all owners whether their users are still needed, and see the answers (admins)',
    usage: 'recertify [environment | export]',
    listed: false,
    where: 'personal',
    run: (turn, _form, args) => recertify(turn, args),
  },
  quota: {
    summary: 'How many seats are left',
    usage: 'quota [environment]',
    listed: true,
    where: 'anywhere',
    run: (turn, _form, args) => showQuota(turn, args),
  },
  users: {
    summary: 'The users of an environment, and who answers for them (admins and approvers)',
    usage: 'users <environment>',
    listed: false,
    where: 'personal',
    run: (turn, _form, args) => showUsers(turn, args),
  },
  env: {
    summary: 'How an environment is configured (admins and approvers)',
    usage: 'env <environment>',
    listed: false,
    where: 'personal',
    run: (turn, _form, args) => showEnvironment(turn, args),
  },
  stats: {
    summary: 'Seats, decisions and waits of the last 90 days (admins and approvers)',
    usage: 'stats [environment]',
    listed: false,
    where: 'personal',
    run: (turn, _form, args) => showStats(turn, args),
  },
  settings: {
    summary: 'What Seatkeeper was started with (admins)',
    usage: 'settings',
    listed: false,
    where: 'personal',
    run: showSettings,
  },
  doctor: {
    summary: 'Whether everything works that Seatkeeper needs (admins)',
    usage: 'doctor',
    listed: false,
    where: 'personal',
    run: showDoctor,
  },
  help: {
    summary: 'What you can say',
    usage: 'help',
    listed: true,
    where: 'anywhere',
    run: showHelp,
  },
  cancel: {
    summary: 'Close the form that is open',
    usage: 'cancel',
    listed: false,
    where: 'personal',
    run: cancelForm,
  },
};

export const commandNames = Object.keys(commandTable) as readonly CommandName[];

function reviewing(name: ReviewName, summary: string, usage: string, listed = true): Command {
  return { summary, usage, listed, where: 'personal', run: (turn, _form, args) => review(turn, name, args) };
}
