import type { RequestView } from '../../application/views.ts';
import { keptRoles } from '../words/accountWords.ts';
import { count } from '../words/durations.ts';
import type { Notice } from '../words/notice.ts';

/** A conversion takes something from whoever uses the account today, and nobody but the readers of this card can ask. */
export function existingWarning({ request, environment, reader }: RequestView): Notice | undefined {
  const { account } = request.ask;
  if (account.kind === 'new') return undefined;
  const keeps = keptRoles(request.ask).length === 0 ? '' : ' The roles that it has today stay.';
  return {
    tone: 'warning',
    what: 'This account exists and somebody may be using it.',
    why: `Once it is converted, nobody can open ${environment.name} with ${account.upn} any more, and a licence of its own is taken away.${keeps}`,
    todo:
      reader.part === 'approver'
        ? 'Approve only if you know that nobody works with it.'
        : 'Ask whoever uses it before you submit, or choose a new account with Change.',
  };
}

/** Without a spare licence no user can be created, however many approve. */
export function licenceWarning({ licence, environment, reader }: RequestView): Notice | undefined {
  if (!licence || licence.used < licence.total) return undefined;
  return {
    tone: 'warning',
    what: `No spare licence of ${licence.name} is free (${licence.used} of ${count(licence.total, 'licence')} used).`,
    why: `One is lent to the user while it is set up in ${environment.name}, and given back afterwards.`,
    todo:
      reader.part === 'approver'
        ? 'Have a licence administrator free or buy one before you approve; without it the creation fails.'
        : 'Ask a licence administrator to free or buy one before the request is approved; without it the creation fails.',
  };
}
