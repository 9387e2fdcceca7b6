import { sql, type Kysely } from 'kysely';
import type { DatabaseProbe } from '../application/ports/probes.ts';
import { pendingMigrations } from './database.ts';
import type { Schema } from './schema.ts';

export function createDatabaseProbe(db: Kysely<Schema>): DatabaseProbe {
  return {
    async readState() {
      try {
        await sql`select 1`.execute(db);
        const pending = await pendingMigrations(db);
        return pending.length === 0 ? { kind: 'ready' } : { kind: 'behind', pending };
      } catch (err) {
        return { kind: 'unreachable', code: codeOf(err) };
      }
    },
  };
}

/** PostgreSQL's or the system's; never the message, which may name what the address holds. */
function codeOf(err: unknown): string {
  const { code } = err as { code?: unknown };
  return typeof code === 'string' ? code : 'no answer';
}
