import type { Environment } from '../../domain/environment.ts';
import { list } from './lists.ts';
import type { Notice } from './notice.ts';

/** No environment is called so. `command`: what is said again with one of those that there are. */
export function unknownEnvironment(
  asked: string,
  environments: readonly Pick<Environment, 'key' | 'name'>[],
  command: string,
): Notice {
  return {
    tone: 'warning',
    what: `No environment is called “${asked.slice(0, 60)}”.`,
    why: `Seatkeeper looks after ${list(environments.map(({ name }) => name))}.`,
    todo: `Choose one of these, or all of them: “${command.replace('/', '')} ${environments[0]?.key ?? ''}”.`,
    buttons: [
      ...environments
        .slice(0, 4)
        .map(({ key, name }) => ({ title: name, data: { command: 'say', args: `${command} ${key}` } as const })),
      { title: 'All of them', data: { command: 'say', args: command } },
    ],
  };
}
