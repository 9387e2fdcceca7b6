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
import { showQuota } from './listCommands.ts';
import { cancelForm, showDoctor, showHelp } from './menuCommands.ts';
import { tellPlan } from './plans.ts';
import { tellPolicy } from './policyCommands.ts';
import { tellReconcile } from './reconcileCommands.ts';
import { findRequests } from './requestListCommand.ts';
import { review } from './reviewCommands.ts';
import { showStats } from './statsCommands.ts';
import type { Turn } from './turn.ts';
import { showUser } from './userCommand.ts';
import type { CommandName } from './words/commandWords.ts';
import type { ReviewName } from './words/reviewUsage.ts';

interface Command {
  /** `personal`: in a group, it goes on in the person's own chat · `unseen`: that too, unless nobody else sees the answer. */
  readonly where: 'anywhere' | 'unseen' | 'personal';
  run(turn: Turn, form: Form, args: string): Promise<void>;
}

/** What each command does; what is said of it is in `commandWords`. */
export const commandTable: Readonly<Record<CommandName, Command>> = {
  request: { where: 'personal', run: askForUser },
  change: { where: 'personal', run: changeUser },
  extend: { where: 'personal', run: extendUser },
  revoke: { where: 'personal', run: (turn, _form, args) => askToRevoke(turn, args) },
  adopt: { where: 'personal', run: (turn, _form, args) => askToAdopt(turn, args) },
  reconcile: { where: 'personal', run: (turn, _form, args) => tellReconcile(turn, args) },
  requests: { where: 'unseen', run: (turn, _form, args) => findRequests(turn, args) },
  plan: { where: 'personal', run: (turn, _form, args) => tellPlan(turn, args) },
  approve: reviewing('approve'),
  reject: reviewing('reject'),
  comment: reviewing('comment'),
  withdraw: reviewing('withdraw'),
  nudge: reviewing('nudge'),
  force: reviewing('force'),
  away: { where: 'personal', run: (turn, _form, args) => goAway(turn, args) },
  back: { where: 'personal', run: returnOrGoBack },
  policy: { where: 'personal', run: (turn, _form, args) => tellPolicy(turn, args) },
  audit: { where: 'personal', run: (turn, _form, args) => tellAudit(turn, args) },
  forget: { where: 'personal', run: (turn, _form, args) => askToForget(turn, args) },
  recertify: { where: 'personal', run: (turn, _form, args) => recertify(turn, args) },
  quota: { where: 'anywhere', run: (turn, _form, args) => showQuota(turn, args) },
  user: { where: 'personal', run: (turn, _form, args) => showUser(turn, args) },
  users: { where: 'personal', run: (turn, _form, args) => showUsers(turn, args) },
  env: { where: 'personal', run: (turn, _form, args) => showEnvironment(turn, args) },
  stats: { where: 'personal', run: (turn, _form, args) => showStats(turn, args) },
  settings: { where: 'personal', run: showSettings },
  doctor: { where: 'personal', run: showDoctor },
  help: { where: 'anywhere', run: showHelp },
  cancel: { where: 'personal', run: cancelForm },
};

function reviewing(name: ReviewName): Command {
  return { where: 'personal', run: (turn, _form, args) => review(turn, name, args) };
}
