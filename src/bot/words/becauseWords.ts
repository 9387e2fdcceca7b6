import type { Because } from '../../domain/roster.ts';
import { assertNever } from '../../domain/result.ts';

/** `You are asked because …`, for every way in which a policy can come to somebody. */
export function becauseText(because: Because | undefined, environment: string): string {
  if (!because) return '';
  const { insteadOf } = because;
  const reason = insteadOf
    ? `${insteadOf.name}, who is ${roleText(because, environment)}, is away and named you`
    : `you are ${roleText(because, environment)}`;
  return `You are asked because ${reason}.${because.as === undefined ? '' : ` ${asTexts[because.as]}`}`;
}

const asTexts = {
  alternate: 'You are asked as an alternate: the approvers’ time was up, or too few of them are there.',
  fallback: 'You are asked as the fallback: too few others can decide.',
} as const;

/** The same of somebody else: `in CRM Approvers`, `an owner of Contoso Production, in the place of Megan Bowen`. */
export function reasonText(because: Because, environment: string): string {
  const { as, insteadOf } = because;
  return [
    roleText(because, environment),
    ...(as === undefined ? [] : [as === 'alternate' ? 'an alternate' : 'the fallback']),
    ...(insteadOf ? [`in the place of ${insteadOf.name}`] : []),
  ].join(', ');
}

function roleText(because: Because, environment: string): string {
  switch (because.kind) {
    case 'named':
      return `named in the policy of ${environment}`;
    case 'memberOf':
      return because.groupName === '' ? 'in a group of approvers' : `in ${because.groupName}`;
    case 'manager':
      return `the manager of ${because.of.name}, the owner`;
    case 'environmentOwner':
      return `an owner of ${environment}`;
    default:
      return assertNever(because);
  }
}
