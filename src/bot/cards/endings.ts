import type { RequestView } from '../../application/views.ts';
import { takesSeat, type Account } from '../../domain/ask.ts';
import type { Active, Failed, Made } from '../../domain/request.ts';
import { kindWords, nameOf } from '../words/accountWords.ts';
import type { Notice } from '../words/notice.ts';
import { adviceFor, obstacleText } from '../words/obstacles.ts';

/** How a creation ended. `own`: the reader asked for it, and can ask again. */
export function failed(request: Failed, own: boolean): Notice {
  const { cause, ask, requester } = request;
  const { what, todo, code } = obstacleText(cause);
  return {
    tone: 'attention',
    what: kindWords(ask.account).failed,
    why: what,
    code,
    todo: `${undone(request)} ${own ? todo : adviceFor(requester.name, todo)}`,
  };
}

export function active({ environment: { name } }: RequestView, { ask, made }: Active): Notice {
  const { account } = ask;
  return {
    tone: 'good',
    what: endText(account, name),
    why: `Everything was read back and confirmed.${licenceText(account, made)}`,
  };
}

function endText(account: Account, environment: string): string {
  switch (account.kind) {
    case 'new':
      return `The user is created in ${environment}.`;
    case 'existing':
      return `${account.upn} is non-interactive in ${environment} now.`;
    case 'application':
      return `The application user ${account.displayName} is made in ${environment}.`;
    case 'user':
      return `${nameOf(account)} is changed in ${environment}.`;
  }
}

/** Spoken of because its step ends only when it is read back as gone. */
function licenceText(account: Account, made: Made): string {
  if (!takesSeat(account)) return '';
  return made.ownLicence ? ' Its own licence is free again.' : ' The licence that was lent is given back.';
}

function undone({ done, leftovers, made }: Failed): string {
  if (leftovers.length > 0) return 'Not all of it could be taken back: see below.';
  if (done.length === 0) return 'Nothing was changed.';
  return made.accountCreated
    ? 'What was done has been taken back; the new account is disabled, not deleted.'
    : 'What was done has been taken back.';
}
