import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Who the database server runs as: empty for whoever we are. */
export type Account = { uid?: number; gid?: number };

/** PostgreSQL refuses to run as root, so that root starts it as the user `postgres`, made if need be. */
export async function serverAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return {};
  const known = await postgresUser();
  if (known) return known;
  try {
    await run('useradd', ['--system', '--user-group', 'postgres']);
  } catch (cause) {
    throw new Error('PostgreSQL does not run as root, and no user "postgres" could be made: start as another user', {
      cause,
    });
  }
  const made = await postgresUser();
  if (!made) throw new Error('The user "postgres" was made but cannot be found');
  return made;
}

/** The first folder on the way that is closed to the account, as root's home or a private temporary folder is. */
export async function closedFolder({ uid }: Account, ...paths: string[]): Promise<string | undefined> {
  if (uid === undefined) return undefined;
  for (const folder of new Set(paths.flatMap(ancestors))) {
    const { mode, uid: owner } = await stat(folder);
    if (!(mode & 0o001) && owner !== uid) return folder;
  }
  return undefined;
}

/**
 * Runs a program under the account. One that must pass a closed folder keeps root's right to do so and nothing else of
 * root, which is gentler than opening somebody's folder to everybody.
 */
export async function runAs(
  account: Account,
  closed: string | undefined,
  program: string,
  args: string[],
): Promise<void> {
  const { uid, gid } = account;
  if (closed === undefined || uid === undefined || gid === undefined) {
    await run(program, args, { ...account, windowsHide: true });
    return;
  }
  const as = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  // Without the secure bit, access(2) would ask as the user without the right, and PostgreSQL would not find its programs.
  const right = ['--securebits=+no_setuid_fixup', '--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  try {
    await run('setpriv', [...as, ...right, '--', program, ...args]);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new Error(
      `PostgreSQL does not run as root, and the user "postgres" that it runs as cannot enter ${closed}. ` +
        `Let it in (chmod o+x ${closed}), keep the project and its data elsewhere, or start as another user`,
      { cause },
    );
  }
}

function ancestors(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [...ancestors(parent), parent];
}

async function postgresUser(): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}
