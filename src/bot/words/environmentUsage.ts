import type { Settings } from '../../application/app.ts';
import { list } from './lists.ts';
import type { Notice } from './notice.ts';

/** The commands that are about one environment. */
export type EnvironmentCommand = 'stats' | 'users' | 'env';

/** With the names that there are, an example, and buttons that give the command. */
export function unknownEnvironment(
  command: EnvironmentCommand,
  args: string,
  { environments }: Pick<Settings, 'environments'>,
): Notice {
  const known = [...environments.values()];
  const example = known[0] ? `, for example “${command} ${known[0].key}”` : '';
  const asked = args.trim();
  return {
    tone: asked === '' ? 'info' : 'warning',
    what: asked === '' ? 'Which environment?' : `No environment is called “${asked.slice(0, 60)}”.`,
    why: `Seatkeeper looks after ${list(known.map(({ name }) => name))}.`,
    todo: `Write one behind the command${example}.`,
    buttons: known
      .slice(0, 4)
      .map(({ key, name }) => ({ title: name, data: { command: 'say', args: `/${command} ${key}` } })),
  };
}
