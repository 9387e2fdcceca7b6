/** Whom a command serves: `requesters` asked for what it is about, `approvers` are admins too, `owners` answer for a user, `concerned` are all that a request concerns. */
export type Who = 'everybody' | 'requesters' | 'concerned' | 'owners' | 'approvers' | 'admins';

export type Group = 'ask' | 'follow' | 'decide' | 'users' | 'look' | 'run' | 'talk';

/** What is said of a command: in the help, in the app's manifest, and to whoever used it in a wrong way. */
export interface CommandWords {
  /** One line for the list of commands. */
  readonly summary: string;
  readonly usage: string;
  /** `prod` in it stands for an environment that there is. */
  readonly example: string;
  /** The example can be tried as it stands: it names nothing that may not be there, and changes nothing. */
  readonly runs?: true;
  /** What follows from it, where the summary does not say so. */
  readonly more?: string;
  readonly who: Who;
  readonly group: Group;
  /** In the list of commands that Teams shows, which takes twelve; the others are in the help. */
  readonly listed: boolean;
}

/** Every command, in the order in which they are offered; the app's manifest is filled from those that are `listed`. */
export const commandWords = {
  request: {
    summary: 'Ask for a non-interactive user',
    usage: 'request [what, where, until when]',
    example: 'I need a non-interactive user for the SAP order sync until 31 December',
    runs: true,
    more: 'A form of three steps is filled in as far as your words say. Your own words do without the command.',
    who: 'everybody',
    group: 'ask',
    listed: true,
  },
  change: {
    summary: 'Change the roles, the owner or the last day of a user',
    usage: 'change <user>',
    example: 'change 104',
    more: 'A change is approved like a new user.',
    who: 'everybody',
    group: 'ask',
    listed: true,
  },
  extend: {
    summary: 'Ask for a later last day of a user',
    usage: 'extend <user> [until <day>]',
    example: 'extend svc-orders@contoso.com until 31 March',
    more: 'A later last day is approved like a new user.',
    who: 'concerned',
    group: 'ask',
    listed: true,
  },
  cancel: {
    summary: 'Close the form that is open',
    usage: 'cancel',
    example: 'cancel',
    runs: true,
    who: 'everybody',
    group: 'ask',
    listed: false,
  },
  requests: {
    summary: 'Your requests, and those that you may decide',
    usage: 'requests [open | mine | <environment> | <person>] [file]',
    example: 'requests mine',
    runs: true,
    more: 'All requests in an environment are for admins and its approvers, those of a person for admins. “file” gives the whole list as a file.',
    who: 'everybody',
    group: 'follow',
    listed: true,
  },
  plan: {
    summary: 'What would be done for a request, and whether it would work now',
    usage: 'plan <request>',
    example: 'plan 104',
    more: 'Nothing is changed.',
    who: 'concerned',
    group: 'follow',
    listed: true,
  },
  policy: {
    summary: 'Who can decide on a request and why; what a changed policy would do (admins)',
    usage: 'policy explain <request> | test',
    example: 'policy explain 104',
    who: 'concerned',
    group: 'follow',
    listed: false,
  },
  comment: {
    summary: 'Say something about an open request',
    usage: 'comment <request> <text>',
    example: 'comment 104 the owner is on leave until Monday',
    more: 'Everybody who has a card of the request sees it there. You are asked before it is said.',
    who: 'concerned',
    group: 'follow',
    listed: false,
  },
  nudge: {
    summary: 'Remind whoever has still to decide',
    usage: 'nudge <request>',
    example: 'nudge 104',
    more: 'At most once an hour. You see first who would be reminded.',
    who: 'requesters',
    group: 'follow',
    listed: false,
  },
  withdraw: {
    summary: 'Take a request back',
    usage: 'withdraw <request>',
    example: 'withdraw 104',
    more: 'That is possible until its user is being created. You are asked before it ends.',
    who: 'requesters',
    group: 'follow',
    listed: true,
  },
  approve: {
    summary: 'Approve a request that waits for you',
    usage: 'approve <request> [comment]',
    example: 'approve 104 looks fine',
    more: 'The plan is shown with its buttons. Without cards: read it, then write “yes approve 104 looks fine”.',
    who: 'approvers',
    group: 'decide',
    listed: true,
  },
  reject: {
    summary: 'Reject a request',
    usage: 'reject <request> <reason>',
    example: 'reject 104 an application user would do',
    more: 'You are asked before it is rejected.',
    who: 'approvers',
    group: 'decide',
    listed: true,
  },
  force: {
    summary: 'Let a request through without its approvals (admins)',
    usage: 'force <request> <reason>',
    example: 'force 104 the old account is locked and orders are lost',
    more: 'All other admins are told, with the reason, and the request is marked for ever.',
    who: 'admins',
    group: 'decide',
    listed: false,
  },
  away: {
    summary: 'Say that you are away, and who decides meanwhile',
    usage: 'away [until <day> [who decides meanwhile]]',
    example: 'away until Friday',
    more: 'You see who would decide meanwhile before it holds. “away” alone tells how it stands.',
    who: 'everybody',
    group: 'decide',
    listed: true,
  },
  back: {
    summary: 'Say that you are here again',
    usage: 'back',
    example: 'back',
    who: 'everybody',
    group: 'decide',
    listed: false,
  },
  user: {
    summary: 'One user: its record, its requests, and what its environment says now',
    usage: 'user <address, application id or request> [in <environment>]',
    example: 'user svc-orders@contoso.com',
    more: 'Buttons lead to what you may do with it. A user without a record is shown to admins.',
    who: 'concerned',
    group: 'users',
    listed: true,
  },
  users: {
    summary: 'The users of an environment, and who answers for them (admins and approvers)',
    usage: 'users <environment> [file]',
    example: 'users prod',
    runs: true,
    more: '“file” gives the whole list as a file.',
    who: 'approvers',
    group: 'users',
    listed: false,
  },
  revoke: {
    summary: 'End a user: take its roles, disable it, free its seat (owners and admins)',
    usage: 'revoke <user> <reason>',
    example: 'revoke svc-orders@contoso.com the integration was switched off',
    more: 'You see what would be done before it is.',
    who: 'owners',
    group: 'users',
    listed: false,
  },
  adopt: {
    summary: 'Take over a user that was made without Seatkeeper (admins)',
    usage: 'adopt <user> in <environment> owner:<owner> [until <day>]',
    example: 'adopt svc-orders@contoso.com in prod owner:nestorw@contoso.com',
    more: 'It gets a record with an owner and a last day. Nothing is changed in its environment.',
    who: 'admins',
    group: 'users',
    listed: false,
  },
  reconcile: {
    summary: 'Compare the environments with the records (admins)',
    usage: 'reconcile [environment] [file]',
    example: 'reconcile prod',
    runs: true,
    more: 'Each difference comes with what sets it right. Nothing is changed unasked. “file” gives the whole list as a file.',
    who: 'admins',
    group: 'users',
    listed: false,
  },
  recertify: {
    summary: 'Ask all owners whether their users are still needed, and see the answers (admins)',
    usage: 'recertify [environment | export | new]',
    example: 'recertify prod',
    runs: true,
    more: 'It shows whom it would ask, and begins when you press Start; while one runs, how it stands.',
    who: 'admins',
    group: 'users',
    listed: false,
  },
  quota: {
    summary: 'How many seats are left',
    usage: 'quota [environment]',
    example: 'quota prod',
    runs: true,
    who: 'everybody',
    group: 'look',
    listed: true,
  },
  env: {
    summary: 'How an environment is configured (admins and approvers)',
    usage: 'env <environment>',
    example: 'env prod',
    runs: true,
    who: 'approvers',
    group: 'look',
    listed: false,
  },
  stats: {
    summary: 'Seats, decisions and waits of the last 90 days (admins and approvers)',
    usage: 'stats [environment]',
    example: 'stats prod',
    runs: true,
    who: 'approvers',
    group: 'look',
    listed: false,
  },
  audit: {
    summary: 'Whether the record of what happened is whole, and the record as a file (admins)',
    usage: 'audit verify | export [request | from..to]',
    example: 'audit export 104',
    who: 'admins',
    group: 'run',
    listed: false,
  },
  forget: {
    summary: 'Erase what is known of somebody who has left (admins)',
    usage: 'forget <account or object id>',
    example: 'forget nestorw@contoso.com',
    more: 'You see what would be erased before it is. It cannot be undone.',
    who: 'admins',
    group: 'run',
    listed: false,
  },
  settings: {
    summary: 'What Seatkeeper was started with (admins)',
    usage: 'settings',
    example: 'settings',
    runs: true,
    who: 'admins',
    group: 'run',
    listed: false,
  },
  doctor: {
    summary: 'Whether everything works that Seatkeeper needs (admins)',
    usage: 'doctor',
    example: 'doctor',
    runs: true,
    who: 'admins',
    group: 'run',
    listed: false,
  },
  help: {
    summary: 'What you can say, or how a command is used',
    usage: 'help [command]',
    example: 'help extend',
    runs: true,
    who: 'everybody',
    group: 'talk',
    listed: true,
  },
} as const satisfies Readonly<Record<string, CommandWords>>;

export type CommandName = keyof typeof commandWords;

export const commandNames = Object.keys(commandWords) as readonly CommandName[];

export function wordsOf(name: CommandName): CommandWords {
  return commandWords[name];
}
