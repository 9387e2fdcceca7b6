import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { examine, type Patient } from './application/doctor.ts';
import type { Finding } from './application/findings.ts';
import type { DatabaseState } from './application/ports/probes.ts';
import { findingWords, topicTitle, verdictShapes } from './bot/words/findings.ts';
import { ConfigError, loadConfig, type Config } from './config.ts';
import { connectCrm } from './connectCrm.ts';
import { createLog } from './log.ts';
import { settingsOf } from './settings.ts';
import { createContactStore } from './store/contactStore.ts';
import { openDatabase } from './store/database.ts';
import { createDatabaseProbe } from './store/databaseProbe.ts';
import { startEmbeddedPostgres } from './store/embedded.ts';

/** `npm run doctor`: what the bot of this configuration needs, line by line. Exit code 1 when something is to be repaired. */

const colours = { good: 'green', warning: 'yellow', bad: 'red' } as const;
// Failures have their lines; only a bug has more to tell.
const log = createLog('error');

const config = configOrExit();
const { close, ...store } = await findDatabase(config);
try {
  const findings = await examine({
    ...connectCrm(config, log),
    ...store,
    settings: settingsOf(config.file),
    log,
  });
  show(findings);
  process.exitCode = findings.some(({ verdict }) => verdict === 'bad') ? 1 : 0;
} finally {
  await close();
}

function configOrExit(): Config {
  try {
    return loadConfig();
  } catch (err) {
    if (!(err instanceof ConfigError)) throw err;
    print('Seatkeeper');
    for (const problem of err.problems) line('bad', problem);
    print('\nCorrect these, and run it again: the rest depends on them.');
    process.exit(1);
  }
}

type Store = Pick<Patient, 'database' | 'contacts'> & { readonly close: () => Promise<void> };

/** Makes no database: of a data folder that is not there yet it only tells. A server that runs on it already is joined. */
async function findDatabase({ databaseUrl, dataFolder }: Config): Promise<Store> {
  if (databaseUrl) return connect(databaseUrl);
  const dataDir = join(dataFolder, 'postgres');
  if (!existsSync(dataDir)) return withoutDatabase({ kind: 'none' });
  try {
    const server = await startEmbeddedPostgres({ dataDir, log });
    return connect(server.url, () => server.stop());
  } catch {
    return withoutDatabase({ kind: 'unreachable', code: `PostgreSQL does not start in ${dataDir}` });
  }
}

function connect(url: string, stop?: () => Promise<void>): Store {
  const db = openDatabase(url, { log, maxConnections: 2 });
  return {
    database: createDatabaseProbe(db),
    contacts: createContactStore(db),
    close: async () => {
      await db.destroy();
      await stop?.();
    },
  };
}

function withoutDatabase(state: DatabaseState): Store {
  return {
    database: { readState: () => Promise.resolve(state) },
    contacts: { findContacts: () => Promise.resolve(new Map()) },
    close: () => Promise.resolve(),
  };
}

function show(findings: readonly Finding[]): void {
  for (const title of new Set(findings.map(({ topic }) => topicTitle(topic)))) {
    print(title);
    for (const finding of findings.filter(({ topic }) => topicTitle(topic) === title)) {
      const { what, remedy } = findingWords(finding);
      line(finding.verdict, remedy === undefined ? what : `${what} → ${remedy}`);
    }
    print('');
  }
  const counted = (verdict: Finding['verdict']): number => findings.filter((one) => one.verdict === verdict).length;
  print(`${counted('good')} good, ${counted('warning')} to know, ${counted('bad')} to repair.`);
}

function line(verdict: Finding['verdict'], text: string): void {
  print(`  ${styleText(colours[verdict], verdictShapes[verdict])} ${text}`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
