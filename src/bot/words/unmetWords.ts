import type { AccessRequest } from '../../domain/request.ts';
import { assertNever } from '../../domain/result.ts';
import type { Unmet } from '../../domain/unmet.ts';
import { count } from './durations.ts';
import { list } from './lists.ts';

/** What the policy wants by now, and what the request is. */
export function unmetText(unmet: readonly Unmet[], environment: string): string {
  return `The policy of ${environment} ${list(unmet.map(demandText))}.`;
}

function demandText(unmet: Unmet): string {
  switch (unmet.code) {
    case 'TooLong':
      return `allows ${count(unmet.maxDays, 'day')} at most, and this is for ${unmet.days}`;
    case 'TooShort':
      return `wants a purpose of ${count(unmet.shortest, 'character')} at least, and this one has ${unmet.length}`;
    case 'MayNotAsk':
      return 'lets only certain people ask, and the requester is none of them any more';
    default:
      return assertNever(unmet);
  }
}

/** What can be done about it, and by whom. */
export function mendingText({ status, requester }: AccessRequest, reader: string): string {
  if (reader !== requester.id) return `${requester.name} can change it with Edit, or withdraw it.`;
  return status === 'Draft'
    ? 'Change it, and press Submit again. The draft is kept.'
    : 'Press Edit to change it, or withdraw it.';
}
