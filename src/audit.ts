import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { userInfo } from 'node:os';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { exportAudit } from './application/auditExport.ts';
import { verifyAudit } from './application/auditVerify.ts';
import { verdictText } from './bot/words/auditWords.ts';
import { ConfigError, loadConfig } from './config.ts';
import type { Day, RequestId } from './domain/words.ts';
import { findDatabase, Unusable } from './findDatabase.ts';
import { createLog } from './log.ts';
import { createAuditStore } from './store/auditStore.ts';
import { openDatabase, pendingMigrations } from './store/database.ts';
import { createRequestStore } from './store/requestStore.ts';
import type { Schema } from './store/schema.ts';
import { world } from './world.ts';

/** `npm run audit:verify` and `npm run audit:export`. Exit code 1 when the chain is broken, 2 when it could not be read. */

const usage = `npm run audit:verify [-- --known <entry>:<hash>]
npm run audit:export -- [--request 104] [--from 2026-01-01] [--to 2026-06-30] [--format csv|jsonl] [--out file]`;

const log = createLog('error');
const day = z.iso.date().transform((text) => text as Day);
const Known = z
  .string()
  .regex(/^\d{1,15}:[0-9a-f]{64}$/, 'is <entry>:<hash>, as audit:verify has printed it')
  .transform((text) => ({ seq: Number(text.split(':')[0]), hash: text.split(':')[1] ?? '' }));
const Wishes = z.object({
  known: Known.optional(),
  request: z.coerce
    .number()
    .int()
    .positive()
    .transform((id) => id as RequestId)
    .optional(),
  from: day.optional(),
  to: day.optional(),
  format: z.enum(['csv', 'jsonl']).default('csv'),
  out: z.string().min(1).optional(),
});
type Wishes = z.infer<typeof Wishes>;

try {
  process.exitCode = await run(process.argv[2], readWishes(process.argv.slice(3)));
} catch (err) {
  if (!(err instanceof Unusable || err instanceof ConfigError)) throw err;
  process.stderr.write(`${err.message}\n`);
  process.exitCode = 2;
}

async function run(command: string | undefined, wishes: Wishes): Promise<number> {
  if (command !== 'verify' && command !== 'export') throw new Unusable(usage);
  const { url, stop } = await findDatabase(loadConfig(), log);
  const db = openDatabase(url, { log, maxConnections: 2 });
  try {
    if ((await pendingMigrations(db)).length > 0) {
      throw new Unusable('The database is not up to date. Run npm run migrate, or start Seatkeeper once.');
    }
    return command === 'verify' ? await verify(db, wishes) : await writeExport(db, wishes);
  } finally {
    await db.destroy();
    await stop();
  }
}

async function verify(db: Kysely<Schema>, { known }: Wishes): Promise<number> {
  const verdict = await verifyAudit(
    { audit: createAuditStore(db), sha256: (text) => world.sha256(text) },
    { ...(known && { known }) },
  );
  process.stdout.write(`${verdictText(verdict)}\n`);
  if (verdict.kind !== 'whole') return 1;
  const { seq, hash } = verdict.head;
  if (seq > 0) process.stdout.write(`Keep this elsewhere, for --known: ${seq}:${hash}\n`);
  return 0;
}

async function writeExport(db: Kysely<Schema>, { request, from, to, format, out }: Wishes): Promise<number> {
  // Nothing that is saved here sends a task.
  const store = createRequestStore(db, { send: () => Promise.resolve() });
  const target: Writable = out === undefined ? process.stdout : createWriteStream(out, { flags: 'wx' });
  const closed = out === undefined ? Promise.resolve() : finished(target);
  const filter = { ...(request && { requestId: request }), ...(from && { from }), ...(to && { to }) };
  const work = exportAudit(
    { audit: createAuditStore(db), store, world },
    { filter, format },
    { actor: 'seatkeeper', correlationId: randomUUID(), account: userInfo().username },
    async (text) => {
      if (!target.write(text)) await once(target, 'drain');
    },
  );
  try {
    await Promise.race([work, closed.then(() => work)]);
    if (out !== undefined) target.end();
    await closed;
  } catch (err) {
    if (err instanceof Error && 'code' in err && err.code === 'EEXIST') throw new Unusable(`${out} is there already`);
    throw err;
  }
  return 0;
}

function readWishes(args: readonly string[]): Wishes {
  const text = { type: 'string' } as const;
  const options = { known: text, request: text, from: text, to: text, format: text, out: text };
  try {
    return Wishes.parse(parseArgs({ args: [...args], options }).values);
  } catch (err) {
    const problems =
      err instanceof z.ZodError ? err.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`) : [];
    throw new Unusable([...problems, usage].join('\n'), { cause: err });
  }
}
