import type { CommandName } from './commands.ts';
import type { CommandButton } from './words/notice.ts';

/** A button for every command, for words that may have meant it. */
export const suggestions = {
  request: { title: 'Request a user', data: { command: 'request' } },
  change: { title: 'Change a user', data: { command: 'say', args: '/change' } },
  extend: { title: 'Extend a user', data: { command: 'say', args: '/extend' } },
  revoke: { title: 'Revoke a user', data: { command: 'say', args: '/revoke' } },
  adopt: { title: 'Take over a user', data: { command: 'say', args: '/adopt' } },
  reconcile: { title: 'Compare with the records', data: { command: 'say', args: '/reconcile' } },
  requests: { title: 'My requests', data: { command: 'requests' } },
  plan: { title: 'See a plan', data: { command: 'say', args: '/plan' } },
  approve: { title: 'Approve a request', data: { command: 'say', args: '/approve' } },
  reject: { title: 'Reject a request', data: { command: 'say', args: '/reject' } },
  comment: { title: 'Comment on a request', data: { command: 'say', args: '/comment' } },
  withdraw: { title: 'Withdraw a request', data: { command: 'say', args: '/withdraw' } },
  nudge: { title: 'Remind the approvers', data: { command: 'say', args: '/nudge' } },
  force: { title: 'Force a request', data: { command: 'say', args: '/force' } },
  away: { title: 'I am away', data: { command: 'say', args: '/away' } },
  back: { title: 'I am back', data: { command: 'say', args: '/back' } },
  policy: { title: 'Who decides', data: { command: 'say', args: '/policy' } },
  recertify: { title: 'Recertify', data: { command: 'say', args: '/recertify' } },
  audit: { title: 'Audit', data: { command: 'say', args: '/audit' } },
  forget: { title: 'Forget somebody', data: { command: 'say', args: '/forget' } },
  quota: { title: 'Seats', data: { command: 'quota' } },
  users: { title: 'Users of an environment', data: { command: 'say', args: '/users' } },
  env: { title: 'An environment', data: { command: 'say', args: '/env' } },
  stats: { title: 'Statistics', data: { command: 'say', args: '/stats' } },
  settings: { title: 'Settings', data: { command: 'say', args: '/settings' } },
  help: { title: 'What can I say?', data: { command: 'help' } },
  doctor: { title: 'Check everything', data: { command: 'doctor' } },
  cancel: { title: 'Cancel the form', data: { command: 'say', args: 'cancel' } },
} as const satisfies Readonly<Record<CommandName, CommandButton>>;
