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

/** Rejects with the remedy when a folder on the way is closed to the account, as root's home often is. */
export async function requireReach({ uid }: Account, ...paths: string[]): Promise<void> {
  if (uid === undefined) return;
  for (const folder of new Set(paths.flatMap(ancestors))) {
    const { mode, uid: owner } = await stat(folder);
    if (mode & 0o001 || owner === uid) continue;
    throw new Error(
      `PostgreSQL does not run as root, and the user "postgres" that it runs as cannot enter ${folder}. ` +
        `Let it in (chmod o+x ${folder}), keep the project and its data elsewhere, or start as another user`,
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
