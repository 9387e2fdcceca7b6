import type { RequestView } from '../../application/views.ts';
import type { Refusal } from '../../domain/commands.ts';
import { assertNever } from '../../domain/result.ts';
import { nameOf } from './accountWords.ts';
import type { Notice } from './notice.ts';

type LifeRefusal = Extract<
  Refusal,
  { readonly code: 'NotOwner' | 'BeingChanged' | 'HasRecord' | 'LetGoAlready' | 'MendingAlready' }
>;

/** What the life of a user does not allow. */
export function lifeRefusal(refusal: LifeRefusal, { request }: Pick<RequestView, 'request'>): Omit<Notice, 'tone'> {
  const user = nameOf(request.ask.account);
  switch (refusal.code) {
    case 'NotOwner':
      return {
        what: `You cannot do this to ${user}.`,
        why: `${refusal.owner.name} answers for it. Only its owner and the admins of Seatkeeper may.`,
        todo: `Ask ${refusal.owner.name}, or an admin.`,
      };
    case 'BeingChanged':
      return {
        what: 'This user is being changed right now.',
        why: `#${refusal.by} changes it, which takes a few minutes as a rule.`,
        todo: `Try again when #${refusal.by} has ended.`,
        buttons: [{ title: `Show #${refusal.by}`, data: { command: 'show', requestId: refusal.by } }],
      };
    case 'HasRecord':
      return hasRecord(refusal.by);
    case 'LetGoAlready':
      return {
        what: 'That is settled already.',
        why: 'It ends on its last day, and nobody is reminded of it any more.',
        todo: 'Nothing is needed from you.',
      };
    case 'MendingAlready':
      return {
        what: 'Something is being set right on this user already.',
        why: 'One thing is done after the other.',
        todo: 'Try again in a minute.',
      };
    default:
      return assertNever(refusal);
  }
}

export function hasRecord(by: number): Omit<Notice, 'tone'> {
  return {
    what: 'This user is looked after already.',
    why: `#${by} answers for it.`,
    todo: 'Change it instead, for example to name another owner.',
    buttons: [{ title: `Show #${by}`, data: { command: 'show', requestId: by } }],
  };
}
