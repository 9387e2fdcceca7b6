import { setTimeout as wait } from 'node:timers/promises';
import { afterAll } from '@jest/globals';
import { setMaxListeners } from 'node:events';
import type { App } from '../../src/application/app.ts';
import { cacheDirectory, forecastLicences } from '../../src/application/cachedDirectory.ts';
import { TransientFailure } from '../../src/application/failures.ts';
import { taskHandlers } from '../../src/application/handlers.ts';
import type { Messenger } from '../../src/application/ports/messenger.ts';
import type { CardReader } from '../../src/application/ports/store.ts';
import type { Task } from '../../src/application/tasks.ts';
import type { NotificationView, RequestView } from '../../src/application/views.ts';
import { configurationFile } from '../../src/configurationFile.ts';
import { addMilliseconds, millisecondsBetween, type Instant, type PersonId } from '../../src/domain/words.ts';
import { settingsOf } from '../../src/settings.ts';
import { createAbsenceStore } from '../../src/store/absenceStore.ts';
import { createAnswerStore } from '../../src/store/answerStore.ts';
import { createAuditStore } from '../../src/store/auditStore.ts';
import { createCampaignStore } from '../../src/store/campaigns.ts';
import { createContactStore } from '../../src/store/contactStore.ts';
import { createDatabaseProbe } from '../../src/store/databaseProbe.ts';
import { migrate, openDatabase } from '../../src/store/database.ts';
import { createPersonalDataStore } from '../../src/store/personalData.ts';
import { createRequestStore } from '../../src/store/requestStore.ts';
import { createStatisticsStore } from '../../src/store/statisticsStore.ts';
import { world as systemWorld } from '../../src/world.ts';
import { startWorld, type World as Services } from '../crm/support.ts';
import { createTestDatabase } from './postgres.ts';
import { alex, megan } from './requests.ts';

setMaxListeners(50);

/** The whole application on real PostgreSQL and the simulator over HTTP; tasks run when the test says, the clock stands. */
export interface TestApp {
  readonly app: App;
  readonly services: Services;
  readonly databaseUrl: string;
  readonly desk: FakeDesk;
  now(): Instant;
  /** Moves the clock here and in the simulator. */
  pass(milliseconds: number): Promise<void>;
  /** Runs every task that is due, and those that follow. */
  run(): Promise<void>;
  /** Runs tasks and moves the clock to the next one until none is left. */
  settle(): Promise<void>;
  /** The next `count` saves after the one that is skipped fail, as if the process had died before them. */
  crashAtSave(skip: number): void;
  stop(): Promise<void>;
}

/** What a channel shows: each person's cards, in the order they were posted, always as they look now. */
export interface FakeDesk extends Messenger {
  readonly posts: { readonly reader: CardReader['id']; readonly id: string; view: RequestView }[];
  readonly notifications: { readonly reader: PersonId; readonly view: NotificationView }[];
  cardsOf(reader: PersonId): readonly RequestView[];
  readonly unreachable: Set<CardReader['id']>;
  /** How the next posts and updates go wrong. */
  readonly faults: ('transient' | 'unknown' | 'gone')[];
}

export class Crash extends Error {}

/** One simulator for all tests of a file, as new for each. */
let shared: Promise<Services> | undefined;
afterAll(async () => {
  await (await shared)?.stop();
});

async function freshServices(): Promise<Services> {
  shared ??= startWorld();
  const services = await shared;
  await services.control('POST', '/reset');
  services.log.lines.length = 0;
  return services;
}

interface Options {
  readonly limit?: number;
  readonly required?: number;
  /** The policy of every environment, as the file has it, over one stage with the approvers of Contoso. */
  readonly policy?: object;
  /** Whether the passwords of production are kept in the key vault. */
  readonly keyVault?: boolean;
  /** As the file has it. */
  readonly recertification?: object;
}

export async function startTestApp(options: Options = {}): Promise<TestApp> {
  const services = await freshServices();
  const database = await createTestDatabase();
  const db = openDatabase(database.url, { log: services.log });
  await migrate(db);

  let now = systemWorld.now();
  const tasks: { task: Task; dueAt: Instant }[] = [];
  let savesUntilCrash: number | undefined;
  const queue = {
    send: (added: readonly Task[]): Promise<void> => {
      // Called last in every saving transaction: dying here rolls it back.
      if (added.length > 0 && savesUntilCrash !== undefined && savesUntilCrash-- <= 0) {
        savesUntilCrash = undefined;
        return Promise.reject(new Crash('The process died'));
      }
      for (const task of added) {
        const dueAt = task.name === 'provision' ? (task.after ?? now) : now;
        tasks.push({ task, dueAt });
      }
      return Promise.resolve();
    },
  };

  const desk = createDesk();
  const world = { ...systemWorld, now: () => now, random: () => 0.5 };
  const settings = settingsOf(configurationFile.parse(configuration(services.url, options)));
  const app: App = {
    store: createRequestStore(db, queue),
    contacts: createContactStore(db),
    answers: createAnswerStore(db),
    absences: createAbsenceStore(db),
    audit: createAuditStore(db),
    statistics: createStatisticsStore(db),
    personalData: createPersonalDataStore(db),
    campaigns: createCampaignStore(db),
    comparisons: new Map(),
    directory: cacheDirectory(services.directory, { world, log: services.log }),
    licences: forecastLicences(services.directory, { world, log: services.log }),
    dataverse: services.dataverse,
    powerPlatform: services.powerPlatform,
    vault: services.vault,
    probes: services.probes,
    database: createDatabaseProbe(db),
    messenger: desk,
    world,
    log: services.log,
    settings,
    candidate: () => Promise.resolve(settings),
  };
  const handlers = taskHandlers(app);

  async function pass(milliseconds: number): Promise<void> {
    now = addMilliseconds(now, milliseconds);
    await services.control('POST', '/clock', { advanceSeconds: milliseconds / 1000 });
  }

  async function runOne(task: Task): Promise<void> {
    try {
      const handle = handlers[task.name] as (task: Task, correlationId: string) => Promise<void>;
      await handle(task, 'test');
    } catch (err) {
      if (!(err instanceof TransientFailure || err instanceof Crash)) throw err;
      // Messages are paced by the real clock, however the test moves its own.
      if ('code' in err && err.code === 'Paced') await wait(err.retryAfter ?? 0);
      tasks.push({ task, dueAt: addMilliseconds(now, err instanceof Crash ? 0 : (err.retryAfter ?? 5_000)) });
    }
  }

  async function run(): Promise<void> {
    for (let count = 0; ; count++) {
      if (count > 1000) throw new Error('Tasks go on without end');
      const index = tasks.findIndex(({ dueAt }) => dueAt <= now);
      if (index < 0) return;
      const [next] = tasks.splice(index, 1);
      if (next) await runOne(next.task);
    }
  }

  async function settle(): Promise<void> {
    for (let count = 0; count < 500; count++) {
      await run();
      const next = tasks.map(({ dueAt }) => dueAt).sort()[0];
      if (next === undefined) return;
      await pass(Math.max(1000, Math.ceil(millisecondsBetween(now, next) / 1000) * 1000));
    }
    throw new Error('Tasks go on without end');
  }

  for (const person of [alex, megan]) await app.contacts.saveContact(person, { person: person.id });

  return {
    app,
    services,
    databaseUrl: database.url,
    desk,
    now: () => now,
    pass,
    run,
    settle,
    crashAtSave(skip) {
      savesUntilCrash = skip;
    },
    async stop() {
      await db.destroy();
      await database.drop();
    },
  };
}

function createDesk(): FakeDesk {
  const posts: FakeDesk['posts'] = [];
  const notifications: FakeDesk['notifications'] = [];
  const unreachable = new Set<CardReader['id']>();
  const faults: FakeDesk['faults'] = [];
  const fail = (): void => {
    if (faults[0] !== 'transient') return;
    faults.shift();
    throw new TransientFailure('Teams did not answer', { service: 'teams', code: '429', retryAfter: 1000 });
  };
  return {
    posts,
    notifications,
    unreachable,
    faults,
    cardsOf: (reader) => posts.filter((post) => post.reader === reader).map(({ view }) => view),
    postCard(reference, view) {
      fail();
      if (reference === undefined || unreachable.has(view.reader.id))
        return Promise.resolve({ outcome: 'unreachable' });
      const id = `message-${posts.length + 1}`;
      posts.push({ reader: view.reader.id, id, view });
      if (faults[0] === 'unknown') {
        faults.shift();
        return Promise.resolve({ outcome: 'unknown' });
      }
      return Promise.resolve({ outcome: 'posted', activityId: id, conversationId: `chat-${view.reader.id}` });
    },
    postNotification(reference, reader, view) {
      fail();
      if (reference === undefined || unreachable.has(reader)) return Promise.resolve({ outcome: 'unreachable' });
      notifications.push({ reader, view });
      const id = `notification-${notifications.length}`;
      return Promise.resolve({ outcome: 'posted', activityId: id, conversationId: `chat-${reader}` });
    },
    updateCard({ activityId }, _reference, view) {
      fail();
      if (faults[0] === 'gone') {
        faults.shift();
        return Promise.resolve('gone');
      }
      const post = posts.find(({ id }) => id === activityId);
      if (post) post.view = view;
      return Promise.resolve('updated');
    },
  };
}

/** The sample configuration, at the simulator of this test. */
function configuration(
  url: string,
  { limit, required = 1, policy, keyVault = false, recertification }: Options,
): object {
  const environment = (number: number, key: string, name: string, deployment: 'online' | 'onPremises'): object => ({
    key,
    name,
    url: `${url}/${key}`,
    deployment,
    environmentId: `e0000000-0000-4000-8000-00000000000${number}`,
    accountDomain: 'contoso.onmicrosoft.com',
    licenceSku: '50000000-0000-4000-8000-000000000001',
    limit: limit ?? 'live',
    approval: 'standard',
    ...(keyVault && key === 'prod' && { credentials: 'keyVault', keyVault: `${url}/vault` }),
  });
  return {
    cloud: 'public',
    tenantId: '00000000-0000-0000-0000-000000000001',
    admins: [megan.id],
    ...(recertification && { recertification }),
    services: { graph: `${url}/graph`, powerPlatform: `${url}/bap` },
    environments: [
      environment(1, 'prod', 'Contoso Production', 'online'),
      environment(2, 'test', 'Contoso Test', 'online'),
      environment(3, 'legacy', 'Contoso Legacy', 'onPremises'),
    ],
    approvals: {
      standard: { stages: [{ approvers: ['group:c0000000-0000-4000-8000-000000000001'], required }], ...policy },
    },
  };
}
