import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { environments, rootRoleId } from '../../src/sandbox/simulator/seed/environments.ts';
import { startSeatkeeper } from '../../src/seatkeeper.ts';
import { startWorld, type World } from '../crm/support.ts';
import { eventually } from '../store/harness.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { alex, lee, megan } from '../support/requests.ts';
import { startTeams, textOf, type FakeTeams, type Message, type TeamsPerson } from '../support/teams.ts';

/** What `startSeatkeeper` builds, worker and all, in this process, between the simulator and a fake Teams. */
export interface WholeBot {
  readonly url: string;
  readonly teams: FakeTeams;
  readonly alex: TeamsPerson;
  readonly megan: TeamsPerson;
  readonly services: World;
  /** Everything that was logged, as it would be printed. */
  readonly lines: readonly string[];
  /** Stops the bot; what is around it stays until `stop`. */
  stopBot(): Promise<void>;
  stop(): Promise<void>;
}

export const tenantId = '00000000-0000-0000-0000-000000000001';
export const purpose = 'because invoices must arrive before breakfast';

export async function startWholeBot(variables: Readonly<Record<string, string>> = {}): Promise<WholeBot> {
  const folder = mkdtempSync(join(tmpdir(), 'seatkeeper-whole-'));
  const services = await startWorld();
  await services.control('PATCH', '/environments/prod', { syncSeconds: 0, forcedSyncSeconds: 0 });
  const database = await createTestDatabase();
  const file = join(folder, 'seatkeeper.yaml');
  writeFileSync(file, readFileSync('seatkeeper.yaml', 'utf8').replaceAll('http://127.0.0.1:4001', services.url));
  const config = loadConfig({ SEATKEEPER_CONFIG: file, PORT: '0', ...variables });
  const lines: string[] = [];
  const log = createLog(config.logLevel, { write: (line) => lines.push(line) });
  const seatkeeper = await startSeatkeeper(config, database.url, log);
  const teams = await startTeams({ bot: () => `${seatkeeper.url}/api/messages`, tenantId });
  let stopped: Promise<void> | undefined;
  const stopBot = (): Promise<void> => (stopped ??= seatkeeper.stop());
  return {
    url: seatkeeper.url,
    teams,
    alex: teams.person(alex),
    megan: teams.person(megan),
    services,
    lines,
    stopBot,
    async stop() {
      await stopBot();
      await teams.stop();
      await services.stop();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Alex asks, Megan approves, the user is made, and both see it. */
export async function wholeJourney(bot: WholeBot): Promise<void> {
  await Promise.all([bot.alex, bot.megan, bot.teams.person(lee)].map((person) => person.installs()));
  await bot.alex.says(`I need a non-interactive user for the SAP order sync in prod for 3 months ${purpose}`);
  const request = bot.alex.latest();
  await bot.alex.clicks(request, 'Next', { owner: 'Nestor' });
  const [prod] = environments;
  if (!prod) throw new Error('The simulator has no environments');
  await bot.alex.clicks(request, 'Next', { roleIds: rootRoleId(prod, 'Integration Reader') });
  await bot.alex.clicks(request, 'Submit', { acknowledged: 'true' });
  const approval = await eventually(() => bot.megan.messages().find((message) => shows(message, '[Approve]')));
  await bot.megan.clicks(approval, 'Approve', { comment: 'Fine with me' });
  await eventually(() => bot.alex.messages().some(({ summary }) => summary?.includes(' is created in ')), patience);
}

/** Milliseconds for a creation that is delayed, on a machine that is busy. */
const patience = 45_000;

function shows(message: Message, text: string): boolean {
  return textOf(message).includes(text);
}
