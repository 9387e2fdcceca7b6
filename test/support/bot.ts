import { MemoryStorage, type Storage } from 'botbuilder';
import { RequestUserDialog } from '../../dialogs/requestUser.ts';
import { createBot } from '../../src/bot/bot.ts';
import { createChannel } from '../../src/bot/channel.ts';
import { startServer } from '../../src/server.ts';
import { startTestApp, type TestApp } from './app.ts';
import { alex, megan } from './requests.ts';
import { startTeams, type FakeTeams, type TeamsPerson } from './teams.ts';

export const tenantId = '00000000-0000-0000-0000-000000000001';

/** The bot over real HTTP between a fake Teams and the application of `startTestApp`. */
export interface TestBot extends TestApp {
  readonly url: string;
  readonly teams: FakeTeams;
  readonly alex: TeamsPerson;
  readonly megan: TeamsPerson;
  /** A new process with the same database and the same dialog storage. */
  restart(): Promise<void>;
}

export async function startTestBot(
  options: Parameters<typeof startTestApp>[0] & { readonly serviceUrl?: 'unknown' } = {},
): Promise<TestBot> {
  const test = await startTestApp(options);
  const storage: Storage = new MemoryStorage();
  let url = '';
  const teams = await startTeams({ bot: () => `${url}/api/messages`, tenantId });
  const channel = createChannel({
    credentials: {},
    tenantId,
    ...(options.serviceUrl !== 'unknown' && { serviceUrl: teams.serviceUrl }),
  });
  // The application's own messenger is a list; here its cards go to the fake Teams.
  Object.assign(test.app, { messenger: channel.messenger });
  await Promise.all([alex, megan].map(({ id }) => test.app.contacts.removeContact(id)));

  const start = () =>
    startServer({
      bot: createBot(channel, { app: test.app, dialog: new RequestUserDialog(), dialogStorage: storage }),
      isReady: () => Promise.resolve(true),
      host: '127.0.0.1',
      port: 0,
      log: test.app.log,
    });
  let server = await start();
  url = server.url;
  return {
    ...test,
    url,
    teams,
    alex: teams.person(alex),
    megan: teams.person(megan),
    async restart() {
      await server.stop();
      server = await start();
      url = server.url;
    },
    async stop() {
      await server.stop();
      await teams.stop();
      await test.stop();
    },
  };
}
