import type { AdoptionPlan } from '../../application/adopt.ts';
import type { FormRefusal } from '../../application/form.ts';
import type { Refusal } from '../../domain/commands.ts';
import { longDay } from './durations.ts';
import { formRefusalNotice } from './formRefusals.ts';
import { hasRecord } from './lifeRefusals.ts';
import { list } from './lists.ts';
import type { Notice } from './notice.ts';

export function adoptUsage(args: string): Notice {
  return {
    tone: 'info',
    what:
      args === '' ? 'Which user is to be taken over?' : `“${args.slice(0, 60)}” does not say which user, and where.`,
    why: 'A user that was made without Seatkeeper gets an owner and a last day. Nothing is changed in its environment.',
    todo: 'Write its sign-in address or application (client) id, its environment and its owner, for example “adopt svc-orders@contoso.com in prod owner:nestorw@contoso.com”.',
    buttons: [{ title: 'Find such users', data: { command: 'say', args: '/reconcile' } }],
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
    return formRefusalNotice(first);
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
