import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { lockWriters } from './database.ts';
import type { SimulatorDatabase } from './database.ts';
import type { Kind, Records } from './model.ts';

export const tenant = 'tenant';

/** The records as one transaction sees them. */
export interface State {
  now: Date;
  get<K extends Kind>(kind: K, place: string, id: string): Promise<Records[K] | undefined>;
  list<K extends Kind>(kind: K, place: string): Promise<Records[K][]>;
  /** Of all environments, and of the tenant. */
  listEverywhere<K extends Kind>(kind: K): Promise<Records[K][]>;
  put<K extends Kind>(kind: K, place: string, id: string, row: Records[K]): Promise<void>;
  remove(kind: Kind, place: string, id: string): Promise<void>;
  /** A number that no row has had yet. */
  nextVersion(): Promise<number>;
  clear(): Promise<void>;
}

export interface Store {
  /** Sees one moment, whatever is written meanwhile. */
  read: <T>(work: (state: State) => Promise<T>) => Promise<T>;
  /** All or nothing, and alone: writers wait for each other, so a rule that was checked still holds at the commit. */
  write: <T>(work: (state: State) => Promise<T>) => Promise<T>;
  close(): Promise<void>;
}

export function createStore(database: Kysely<SimulatorDatabase>, clock: () => Date): Store {
  return {
    read: (work) =>
      database
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(async (transaction) => work(await stateOn(transaction, clock))),
    write: (work) =>
      database.transaction().execute(async (transaction) => {
        await lockWriters(transaction);
        return work(await stateOn(transaction, clock));
      }),
    close: () => database.destroy(),
  };
}

async function stateOn(database: Kysely<SimulatorDatabase>, clock: () => Date): Promise<State> {
  const state = recordsOn(database);
  const advanced = await state.get('clock', tenant, 'clock');
  return { ...state, now: new Date(clock().getTime() + (advanced?.advancedSeconds ?? 0) * 1000) };
}

function recordsOn(database: Kysely<SimulatorDatabase>): Omit<State, 'now'> {
  const table = 'simulator.record';
  const rowsOf = (kind: Kind) => database.selectFrom(table).select('row').where('kind', '=', kind);
  return {
    async get<K extends Kind>(kind: K, place: string, id: string) {
      const found = await rowsOf(kind).where('place', '=', place).where('id', '=', id).executeTakeFirst();
      return found?.row as Records[K] | undefined;
    },
    async list<K extends Kind>(kind: K, place: string) {
      const found = await rowsOf(kind).where('place', '=', place).orderBy('id').execute();
      return found.map(({ row }) => row as Records[K]);
    },
    async listEverywhere<K extends Kind>(kind: K) {
      const found = await rowsOf(kind).orderBy('place').orderBy('id').execute();
      return found.map(({ row }) => row as Records[K]);
    },
    async put(kind, place, id, row) {
      const json = JSON.stringify(row);
      await database
        .insertInto(table)
        .values({ kind, place, id, row: json })
        .onConflict((conflict) => conflict.columns(['kind', 'place', 'id']).doUpdateSet({ row: json }))
        .execute();
    },
    async remove(kind, place, id) {
      await database
        .deleteFrom(table)
        .where('kind', '=', kind)
        .where('place', '=', place)
        .where('id', '=', id)
        .execute();
    },
    async nextVersion() {
      const answer = await sql<{ version: string }>`select nextval('simulator.version') as version`.execute(database);
      return Number(answer.rows[0]?.version);
    },
    async clear() {
      await database.deleteFrom(table).execute();
    },
  };
}
