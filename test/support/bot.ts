import { MemoryStorage, type Storage } from 'botbuilder';
import { RequestUserDialog } from '../../dialogs/requestUser.ts';
import type { BotCredentials } from '../../src/bot/adapter.ts';
import { createBot } from '../../src/bot/bot.ts';
import { createChannel } from '../../src/bot/channel.ts';
import { startServer } from '../../src/server.ts';
import { startTestApp, type TestApp } from './app.ts';
import { formValues } from './journeys.ts';
import { alex, megan, nestor } from './requests.ts';
import { startTeams, type FakeTeams, type Message, type TeamsPerson } from './teams.ts';

export const tenantId = '00000000-0000-0000-0000-000000000001';

/** The bot over real HTTP between a fake Teams and the application of `startTestApp`. */
export interface TestBot extends TestApp {
  readonly url: string;
  readonly teams: FakeTeams;
  readonly alex: TeamsPerson;
  readonly megan: TeamsPerson;
  /** As if another version of the bot had saved the open forms. */
  changeDialogState(change: (json: string) => string): Promise<void>;
  /** A new process with the same database and the same dialog storage. */
  restart(): Promise<void>;
}

export async function startTestBot(
  options: Parameters<typeof startTestApp>[0] & {
    readonly credentials?: BotCredentials;
    readonly signInConnection?: string;
  } = {},
): Promise<TestBot> {
  const test = await startTestApp(options);
  const memory: Record<string, string> = {};
  const storage: Storage = new MemoryStorage(memory);
  let url = '';
  const teams = await startTeams({ bot: () => `${url}/api/messages`, tenantId });
  const { credentials = {}, signInConnection } = options;
  const channel = createChannel({ credentials, tenantId, serviceUrl: teams.serviceUrl, signInConnection });
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
    changeDialogState(change) {
      for (const [key, json] of Object.entries(memory)) memory[key] = change(json);
      return Promise.resolve();
    },
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

const sentence = 'I need a non-interactive user for the SAP order sync in prod for 3 months because orders must arrive';

/** Alex asks in a sentence and fills in what is missing, up to the review card, which it returns. */
export async function askInChat(
  bot: TestBot,
  { owner = nestor.id }: { readonly owner?: string } = {},
): Promise<Message> {
  const { roleIds } = await formValues(bot);
  await bot.alex.says(sentence);
  const message = bot.alex.latest();
  await bot.alex.clicks(message, 'Next', { owner });
  await bot.alex.clicks(message, 'Next', { roleIds: roleIds?.join(',') ?? '' });
  return message;
}

/** The same, submitted and brought to the approvers. Megan has met the bot. */
export async function submitInChat(bot: TestBot): Promise<{ readonly request: Message; readonly approval: Message }> {
  await bot.megan.installs();
  const request = await askInChat(bot);
  await bot.alex.clicks(request, 'Submit', { acknowledged: 'true' });
  await bot.run();
  return { request, approval: bot.megan.latest() };
}

/** #101 is there, asked for by Alex and approved by Megan; its owner is Nestor, who has met the bot. */
export async function startWithUser(): Promise<{ readonly bot: TestBot; readonly owner: TeamsPerson }> {
  const bot = await startTestBot();
  const owner = bot.teams.person(nestor);
  await owner.installs();
  const { approval } = await submitInChat(bot);
  await bot.megan.clicks(approval, 'Approve');
  await bot.settle();
  return { bot, owner };
}
