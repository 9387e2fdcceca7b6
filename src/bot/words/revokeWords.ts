import { addressOf, hasSeat } from '../../domain/ask.ts';
import type { Revocation, RevokeStep } from '../../domain/life.ts';
import type { AccessRequest } from '../../domain/request.ts';
import { nameOf } from './accountWords.ts';
import { longDay } from './durations.ts';
import type { StepFacts, UndoWords } from './stepFacts.ts';

/** Nobody whom they could work for any more. */
export function revokeWords(
  { ask }: Pick<AccessRequest, 'ask'>,
  { name, keyVault }: StepFacts['environment'],
): Readonly<Record<RevokeStep, UndoWords & { readonly now: string }>> {
  const user = nameOf(ask.account);
  const place = `In the Power Platform admin centre, ${name}`;
  const seat = hasSeat(ask.account);
  const where = seat ? 'Users' : 'Settings, Application users';
  return {
    stripRoles: {
      plan: 'Take all of its roles away',
      now: 'Taking its roles away',
      done: 'Its roles are taken away',
      byHand: `${place}, ${where}, ${user}, remove all security roles.`,
    },
    disableUser: {
      plan: `Disable it in ${name}${seat ? ', which frees its seat' : ''}`,
      now: `Disabling it in ${name}`,
      done: `Disabled in ${name}`,
      byHand: `${place}, ${where}, disable ${user}.`,
    },
    disableAccount: {
      plan: seat
        ? 'Block its account from signing in, if Seatkeeper created it'
        : 'Leave its application in Entra alone',
      now: seat ? 'Blocking its account from signing in' : 'Leaving its application in Entra alone',
      done: seat
        ? 'Its account, if Seatkeeper created it, can no longer sign in'
        : 'Its application in Entra is as it was',
      byHand: `In the Microsoft Entra admin centre, Users, ${addressOf(ask.account)}, clear “Account enabled”${keyVault === undefined ? '' : '; in the key vault, disable its secret'}.`,
    },
    confirmRevoked: {
      plan: 'Read everything back and confirm it',
      now: 'Reading everything back',
      done: 'Confirmed by reading it back',
      byHand: `${place}, ${where}, see whether ${user} is disabled and has no roles.`,
    },
  };
}

/** One sentence: why its access ends, and who wanted it. */
export function revokeCause({ cause, by, reason }: Revocation, { ask }: Pick<AccessRequest, 'ask'>): string {
  const said = reason === undefined ? '.' : `: “${reason}”${/[.!?…]$/.test(reason) ? '' : '.'}`;
  switch (cause) {
    case 'ended':
      return `Its last day was ${longDay(ask.until)}.`;
    case 'revoked':
      return `${by?.name ?? 'Seatkeeper'} revoked it${said}`;
    case 'released':
      return `${by?.name ?? 'Its owner'} said that it is no longer needed${said}`;
    case 'unanswered':
      return 'Nobody confirmed that it is still needed.';
  }
}

/** What happens to a user that is revoked, before it is confirmed. */
export function revokeSentence(
  { ask }: Pick<AccessRequest, 'ask'>,
  environment: string,
  user: string = nameOf(ask.account),
) {
  return {
    what: `Revoking takes all roles from ${user} and disables it in ${environment}, now.`,
    why: hasSeat(ask.account)
      ? 'Whatever works with it stops. An account that Seatkeeper created can no longer sign in. Its seat goes to whoever waits. Its data stay.'
      : 'Whatever works with it stops. Its application in Entra stays as it is, and so do its data.',
  };
}
