import type { Environment } from '../../domain/environment.ts';
import type { RequestId } from '../../domain/words.ts';
import { list } from './lists.ts';
import type { Notice } from './notice.ts';
import { shorten } from './shorten.ts';
import { usageText } from './usage.ts';

export function userUsage(args: string): Notice {
  return {
    tone: 'info',
    what: args === '' ? 'Which user?' : `“${args.slice(0, 60)}” names no user.`,
    why: 'A user has a sign-in address, an application (client) id, or the number of the request that made it.',
    todo: usageText('user'),
    buttons: [{ title: 'My requests', data: { command: 'requests', scope: 'mine' } }],
  };
}

/** `silent`: environments that did not answer. `place`: the only one that was asked. */
export function noSuchUser(
  asked: string,
  { silent, admin, place }: { silent: readonly Environment[]; admin: boolean; place?: Environment },
): Notice {
  const shown =
    'A user is shown to its requester, its owner, its approvers and the admins; one without a record to admins only.';
  return {
    tone: 'warning',
    what: `There is no user “${shorten(asked, 80)}”${place ? ` in ${place.name}` : ''}${admin ? '' : ' that concerns you'}.`,
    why:
      silent.length > 0
        ? `${list(silent.map(({ name }) => name))} did not answer, so it may be there.`
        : admin
          ? 'Neither an environment nor a record knows it.'
          : shown,
    todo:
      silent.length > 0
        ? 'Try again in a few minutes, or write the number of its request.'
        : 'Look whether the address is right, or write the number of its request.',
  };
}

export function severalUsers(address: string, environments: readonly Environment[]): Notice {
  return {
    tone: 'info',
    what: `${address} is a user of ${list(environments.map(({ name }) => name))}.`,
    why: 'Each environment has a user of its own for it, with its own record.',
    todo: 'Choose one.',
    buttons: environments.map(({ key, name }) => ({
      title: name,
      data: { command: 'say', args: `/user ${address} in ${key}` },
    })),
  };
}

export function notMade(id: RequestId): Notice {
  return {
    tone: 'info',
    what: `#${id} has made no user.`,
    why: 'A user is there once its request is active.',
    todo: 'Below is the request, as it stands.',
  };
}
