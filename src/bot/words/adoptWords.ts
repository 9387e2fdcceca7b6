import type { AdoptionPlan } from '../../application/adopt.ts';
import type { FormRefusal } from '../../application/form.ts';
import type { Refusal } from '../../domain/commands.ts';
import type { Environment } from '../../domain/environment.ts';
import { longDay } from './durations.ts';
import { explainAccount } from './formAccountRefusals.ts';
import { formRefusalNotice } from './formRefusals.ts';
import { hasRecord } from './lifeRefusals.ts';
import { list } from './lists.ts';
import type { Notice } from './notice.ts';
import { shorten } from './shorten.ts';

/** `to`: the words that say it with the environment. */
export function whichEnvironment(
  user: string,
  environments: readonly Pick<Environment, 'key' | 'name'>[],
  to: (key: string) => string,
): Notice {
  const offered = environments.slice(0, 4).map(({ key, name }) => {
    return { title: name, data: { command: 'say', args: to(key) } } as const;
  });
  return {
    tone: 'info',
    what: `In which environment is ${user} to be taken over?`,
    why: 'Each environment has users of its own.',
    todo: 'Choose it, or write it behind the user, as in “in prod”.',
    buttons: offered,
  };
}

export function adoptUsage(args: string): Notice {
  return {
    tone: 'info',
    what:
      args === '' ? 'Which user is to be taken over?' : `“${shorten(args, 60)}” does not say which user, and where.`,
    why: 'A user that was made without Seatkeeper gets an owner and a last day. Nothing is changed in its environment.',
    todo: 'Write its sign-in address or application (client) id, its environment and its owner, for example “adopt svc-orders@contoso.com in prod owner:nestorw@contoso.com”.',
    buttons: [{ title: 'Find such users', data: { command: 'say', args: '/reconcile' } }],
  };
}

export function notALastDay(said: string): Notice {
  return {
    tone: 'warning',
    what: `“${said}” is no day that the user could end on.`,
    why: 'It is not taken over with another last day than the one that you mean.',
    todo: 'Write it as in “until 2027-03-31” or “until 31 March”, or leave it away for the last one that the policy allows.',
  };
}

/** The record that it would get. */
export function adoptionText({ environment, owner, until, roles }: AdoptionPlan): string {
  const holds = roles.length === 0 ? 'no roles' : list(roles.map(({ name }) => name));
  return `In ${environment.name} it has ${holds}, and keeps that. ${owner.name} would answer for it, until ${longDay(until)}.`;
}

export function notAdopted(refusal: readonly FormRefusal[] | Refusal): Notice {
  if (!('code' in refusal)) {
    const [first] = refusal;
    if (!first) throw new Error('A refusal without a reason');
    if (first.code !== 'UnfitUser' && first.code !== 'UserNotFound') return formRefusalNotice(first);
    // What the form offers in place of it would be something else.
    const { what, why } = explainAccount(first);
    const todo = 'Name a non-interactive user or an application user that is there and enabled.';
    return { tone: 'warning', what, why, todo };
  }
  if (refusal.code === 'HasRecord') return { tone: 'warning', ...hasRecord(refusal.by) };
  return {
    tone: 'warning',
    what: 'The user is not taken over.',
    why: refusal.code === 'NotAdmin' ? 'Only admins of Seatkeeper may.' : 'It is not as it was a moment ago.',
    todo: refusal.code === 'NotAdmin' ? 'Ask an admin.' : 'Compare the environment with the records again.',
    buttons: [{ title: 'Compare again', data: { command: 'say', args: '/reconcile' } }],
  };
}
