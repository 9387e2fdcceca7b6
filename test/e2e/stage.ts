import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import pino from 'pino';
import { environments, rootRoleId } from '../../src/sandbox/simulator/seed/environments.ts';
import type { CallEntry } from '../../src/sandbox/simulator/calls.ts';
import { startSimulator } from '../../src/sandbox/simulator/server.ts';
import { startEmbeddedPostgres } from '../../src/store/embedded.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { alex, lee, megan, nestor } from '../support/requests.ts';
import { startTeams, textOf, type FakeTeams, type Message, type TeamsPerson } from '../support/teams.ts';
import { killBots, startBot, type BotProcess } from './botProcess.ts';

/** Everything around the bot process: PostgreSQL, the simulator, Teams and its people. They outlive it. */
export interface Stage {
  readonly teams: FakeTeams;
  readonly people: Readonly<Record<'alex' | 'megan' | 'lee' | 'nestor', TeamsPerson>>;
  /** For a bot of this stage that is started by other means than `start`. */
  readonly settings: Readonly<Record<string, string>>;
  readonly folder: string;
  /** Starts the bot, or starts it again on the same database. */
  start(more?: Readonly<Record<string, string>>): Promise<BotProcess>;
  /** One call of the simulator, its `/_simulator` too. */
  simulator<T = unknown>(method: string, path: string, body?: unknown): Promise<T>;
  calls(): Promise<readonly CallEntry[]>;
  /** A session of the test's own on the bot's database. */
  session(): Promise<pg.Client>;
  rows<Row>(statement: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  stop(): Promise<void>;
}

export const tenantId = '00000000-0000-0000-0000-000000000001';

interface Options {
  /** Without it the bot brings its own PostgreSQL. */
  readonly ownDatabase?: boolean;
}

export async function startStage({ ownDatabase = true }: Options = {}): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'seatkeeper-e2e-'));
  // PostgreSQL may run as another user, who must be able to enter.
  chmodSync(folder, 0o755);
  const [botDatabase, crmDatabase] = [await createTestDatabase(), await createTestDatabase()];
  const simulator = await startSimulator({ databaseUrl: crmDatabase.url, port: 0 });
  const config = join(folder, 'seatkeeper.yaml');
  writeFileSync(config, readFileSync('seatkeeper.yaml', 'utf8').replaceAll(':4001', `:${simulator.port}`));
  const settings = {
    SEATKEEPER_CONFIG: config,
    SEATKEEPER_DATA: join(folder, 'data'),
    ...(ownDatabase && { DATABASE_URL: botDatabase.url }),
  };
  let url = '';
  const teams = await startTeams({ bot: () => `${url}/api/messages`, tenantId });

  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(simulator.url + path, {
      method,
      headers: { authorization: 'Bearer sandbox', 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  async function session(): Promise<pg.Client> {
    const opened = new pg.Client(ownDatabase ? botDatabase.url : embeddedUrl(folder));
    await opened.connect();
    return opened;
  }

  return {
    teams,
    people: {
      alex: teams.person(alex),
      megan: teams.person(megan),
      lee: teams.person(lee),
      nestor: teams.person(nestor),
    },
    settings,
    folder,
    async start(more = {}) {
      const bot = await startBot({ ...settings, ...more });
      url = bot.url;
      return bot;
    },
    simulator: call,
    calls: () => call('GET', '/_simulator/calls'),
    session,
    async rows<Row>(statement: string, values: readonly unknown[] = []) {
      const opened = await session();
      try {
        return (await opened.query(statement, [...values])).rows as Row[];
      } finally {
        await opened.end();
      }
    },
    async stop() {
      await killBots();
      await stopEmbedded(folder);
      await teams.stop();
      await simulator.close();
      await botDatabase.drop();
      await crmDatabase.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a killed bot left behind, when it had brought its own PostgreSQL. */
async function stopEmbedded(folder: string): Promise<void> {
  const dataDir = join(folder, 'data', 'postgres');
  if (!existsSync(join(dataDir, 'cluster', 'postmaster.pid'))) return;
  const server = await startEmbeddedPostgres({ dataDir, log: pino({ level: 'silent' }) });
  await server.stop();
}

function embeddedUrl(folder: string): string {
  const place = join(folder, 'data', 'postgres');
  const port = readFileSync(join(place, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[3];
  return `postgres://seatkeeper:${readFileSync(join(place, 'password'), 'utf8')}@127.0.0.1:${port}/seatkeeper`;
}

export const prod = environments[0] as (typeof environments)[number];

/** Everybody who gets a card has met the bot. */
export async function meetEverybody({ people }: Stage): Promise<void> {
  for (const person of Object.values(people)) await person.installs();
}

/** Alex asks in a sentence, fills in what is missing and submits; the approvers get their cards. Returns the number. */
export async function ask({ people }: Stage, integration: string): Promise<number> {
  await people.alex.says(
    `I need a non-interactive user for the ${integration} in prod for 3 months because orders must arrive`,
  );
  const message = people.alex.latest();
  await people.alex.clicks(message, 'Next', { owner: 'Nestor' });
  await people.alex.clicks(message, 'Next', { roleIds: rootRoleId(prod, 'Integration Reader') });
  await people.alex.clicks(message, 'Submit', { acknowledged: 'true' });
  const id = /#(\d+)/.exec(textOf(message))?.[1];
  if (!id) throw new Error(`The request has no number:\n${textOf(message)}`);
  for (const approver of [people.megan, people.lee]) {
    await eventually(
      () => cardsAbout(approver, Number(id)),
      (cards) => cards.length === 1,
    );
  }
  return Number(id);
}

export async function approve({ people }: Stage, id: number): Promise<void> {
  const [card] = cardsAbout(people.megan, id);
  if (!card) throw new Error(`Megan has no card about #${id}`);
  await people.megan.clicks(card, 'Approve', { comment: 'Fine with me' });
}

/** The messages in somebody's chat that show this request. */
export function cardsAbout(person: TeamsPerson, id: number): readonly Message[] {
  return person.messages().filter((message) => new RegExp(`#${id}\\b`).test(textOf(message)));
}

/** Milliseconds: far more than it takes to see that a call is under way and to kill its caller. */
const heldUp = 400;

interface Match {
  readonly method: string;
  readonly path: string;
}

/** The next such call, or a later one, takes effect only after its caller has gone. Returns how to wait for either moment. */
export async function holdUp(stage: Stage, match: Match, earlier = 0) {
  const faults = [...(earlier > 0 ? [{ match, times: earlier }] : []), { match, latencyMs: heldUp }];
  await stage.simulator('POST', '/_simulator/faults', faults);
  const before = await answered(stage, match);
  return {
    underWay: () =>
      eventually(
        () => stage.simulator<unknown[]>('GET', '/_simulator/faults'),
        (left) => left.length === 0,
      ),
    async tookEffect() {
      await eventually(
        () => answered(stage, match),
        (count) => count > before + earlier,
      );
    },
  };
}

async function answered(stage: Stage, { method, path }: Match): Promise<number> {
  const calls = await stage.calls();
  return calls.filter((call) => call.method === method && new RegExp(path).test(call.path) && call.status < 300).length;
}

/** Waits until what `look` returns is `good`, and returns it; fails with what it saw last. */
export async function eventually<T>(look: () => T | Promise<T>, good: (seen: T) => boolean, seconds = 30): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (good(seen)) return seen;
    if (performance.now() > deadline) {
      throw new Error(`Not within ${seconds} s: ${good.toString()}\nSeen last: ${JSON.stringify(seen, null, 2)}`);
    }
    await wait(15);
  }
}
