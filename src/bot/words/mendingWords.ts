import type { Mending } from '../../domain/life.ts';

interface MendingWords {
  /** What a button says. */
  readonly title: string;
  /** What would happen, before it is confirmed. */
  readonly plan: string;
  readonly now: string;
  readonly failed: string;
}

/** What is set right on a user that is no longer as it was approved. */
export function mendingWords(environment: string): Readonly<Record<Mending, MendingWords>> {
  return {
    enable: {
      title: 'Enable it again',
      plan: `The user is enabled again in ${environment}, as a non-interactive one; it takes a seat. Where Dataverse wants a licence for that, one is lent and taken back.`,
      now: 'The user is being enabled again.',
      failed: 'The user could not be enabled.',
    },
    accessMode: {
      title: 'Make non-interactive',
      plan: `It is enabled in ${environment}, and its access mode set to Non-interactive; it takes a seat. Where Dataverse wants a licence for that, one is lent and taken back.`,
      now: 'The user is being made non-interactive again.',
      failed: 'The user could not be made non-interactive.',
    },
    roles: {
      title: 'Restore its roles',
      plan: `In ${environment}, it gets the roles that were approved, and loses all others.`,
      now: 'Its roles are being restored to what was approved.',
      failed: 'Its roles could not be restored.',
    },
    licence: {
      title: 'Take the licence',
      plan: 'The licence is taken from its account, and is free for somebody else.',
      now: 'The licence is being taken from it.',
      failed: 'The licence could not be taken.',
    },
  };
}
