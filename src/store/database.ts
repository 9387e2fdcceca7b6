import { Kysely, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import type { Telemetry } from '../application/ports/telemetry.ts';
import type { Log } from '../application/ports/world.ts';
import { instant } from '../domain/words.ts';
import * as first from './migrations/0001-first.ts';
import * as countedSeats from './migrations/0002-counted-seats.ts';
import * as requestNumbers from './migrations/0003-request-numbers.ts';
import * as kinds from './migrations/0004-kinds.ts';
import * as stages from './migrations/0005-stages.ts';
import * as audit from './migrations/0006-audit.ts';
import * as answers from './migrations/0007-answers.ts';
import * as owners from './migrations/0008-owners.ts';
import * as statistics from './migrations/0009-statistics.ts';
import * as erasure from './migrations/0010-erasure.ts';
import * as notifications from './migrations/0012-notifications.ts';
import * as openings from './migrations/0013-openings.ts';
import * as campaigns from './migrations/0014-campaigns.ts';
import * as cardPages from './migrations/0015-card-pages.ts';
import type { Schema } from './schema.ts';

const migrations = {
  '0001-first': first,
  '0002-counted-seats': countedSeats,
  '0003-request-numbers': requestNumbers,
  '0004-kinds': kinds,
  '0005-stages': stages,
  '0006-audit': audit,
  '0007-answers': answers,
  '0008-owners': owners,
  '0009-statistics': statistics,
  '0010-erasure': erasure,
  '0012-notifications': notifications,
  '0013-openings': openings,
  '0014-campaigns': campaigns,
  '0015-card-pages': cardPages,
};

const { INT8, TIMESTAMPTZ } = pg.types.builtins;
const parseDate = pg.types.getTypeParser(TIMESTAMPTZ, 'text') as (text: string) => Date;

/** Numbers and instants as the domain has them, for this pool alone. */
const types = new pg.TypeOverrides();
types.setTypeParser(INT8, Number);
types.setTypeParser(TIMESTAMPTZ, (text) => instant(parseDate(text)));

/** The server itself ends what a caller has given up on, and the session (with its locks) of a machine that fell silent. */
const sessionSettings = [
  'statement_timeout=30s',
  'idle_in_transaction_session_timeout=60s',
  'tcp_keepalives_idle=20',
  'tcp_keepalives_interval=10',
];

interface Options {
  readonly log: Pick<Log, 'warn'>;
  readonly telemetry?: Telemetry;
  /** Every running creation and update of cards holds one connection and needs a second one: four times the concurrency. */
  readonly maxConnections?: number;
}

/** Connects on first use. `destroy()` closes the connections. */
export function openDatabase(url: string, { log, telemetry, maxConnections = 20 }: Options): Kysely<Schema> {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    application_name: 'seatkeeper',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    options: sessionSettings.map((setting) => `-c ${setting}`).join(' '),
    types,
  });
  // Without a listener, a connection that breaks while it is in use ends the process. Its user is told by the next query.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  // The pool replaces the connection by itself.
  pool.on('error', (err) => {
    log.warn({ err }, 'Lost an idle database connection');
  });
  return new Kysely<Schema>({
    dialect: new PostgresDialect({ pool }),
    ...(telemetry && {
      log: ({ level, query, queryDurationMillis }) => {
        telemetry.statement({ text: query.sql, milliseconds: queryDurationMillis, failed: level === 'error' });
      },
    }),
  });
}

/** Brings the schema up to date. Safe to call by several replicas at once: one works, the others wait. */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  const { error } = await migratorOf(db).migrateToLatest();
  if (error) throw new Error('The database schema could not be brought up to date', { cause: error });
}

/** The names of those that `migrate` would apply. Changes nothing. */
export async function pendingMigrations(db: Kysely<Schema>): Promise<readonly string[]> {
  const all = await migratorOf(db).getMigrations();
  return all.filter(({ executedAt }) => executedAt === undefined).map(({ name }) => name);
}

/** All that this version knows, in their order. */
export const migrationNames: readonly string[] = Object.keys(migrations).sort();

/** As far as this one, on a database that has not got further. */
export async function migrateTo(db: Kysely<Schema>, name: string): Promise<void> {
  const { error } = await migratorOf(db).migrateTo(name);
  if (error) throw new Error(`The database schema could not be brought to ${name}`, { cause: error });
}

export interface Session {
  readonly client: pg.Client;
  /** On the same connection. */
  readonly db: Kysely<Schema>;
  close(): Promise<void>;
}

/** One connection, for what copies whole tables: no statement of it is given up because it takes long. */
export async function openSession(url: string): Promise<Session> {
  const settings = ['statement_timeout=0', 'idle_in_transaction_session_timeout=0', 'datestyle=ISO', 'timezone=UTC'];
  const client = new pg.Client({
    connectionString: url,
    application_name: 'seatkeeper-copy',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    options: settings.map((setting) => `-c ${setting}`).join(' '),
    types,
  });
  // Whoever waits for the connection is told by their query.
  client.on('error', () => undefined);
  await client.connect();
  const pooled = Object.assign(client, { release: () => undefined });
  const pool = { connect: () => Promise.resolve(pooled), end: () => client.end(), options: {} };
  return { client, db: new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) }), close: () => client.end() };
}

function migratorOf(db: Kysely<Schema>): Migrator {
  return new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
}
