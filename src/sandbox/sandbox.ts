import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import getPort from 'get-port';
import { banner } from './banner.ts';
import { approver, requester } from './people.ts';
import type { Person } from './people.ts';
import { playgroundConfig } from './playgroundConfig.ts';
import { botPart, playgroundPart, postgresPart, simulatorPart } from './parts.ts';
import { requireFreePort } from './ports.ts';
import type { Settings } from './settings.ts';
import { createSupervisor } from './supervisor.ts';
import type { Supervisor } from './supervisor.ts';

/** One Ctrl-C arrives twice under npm: from the terminal and from npm. A person's second one comes later. */
const IMPATIENT_AFTER_MS = 1_000;

/** Runs the whole sandbox until a signal or the death of a part ends it; rejects with the reason of the latter. */
export async function runSandbox(settings: Settings, say: (text: string) => void): Promise<void> {
  await requireFreePort(settings.simulatorPort, `Change the addresses in ${settings.configFile}.`);
  await requireFreePort(settings.botPort, 'Choose one for the bot: PORT=3979 npm run sandbox');

  const supervisor = await createSupervisor({ logFolder: settings.logFolder, onWarning: say });
  stopOnSignals(supervisor, say);
  try {
    await startParts(supervisor, settings, say);
    await supervisor.watch();
  } catch (error) {
    if (!supervisor.isStopping()) throw error;
  } finally {
    await supervisor.stop();
  }
  say('Stopped.');
}

async function startParts(supervisor: Supervisor, settings: Settings, say: (text: string) => void): Promise<void> {
  say('Starting PostgreSQL, the CRM simulator, the bot and the chat windows …');
  const databases = await supervisor.start(postgresPart(settings));
  await supervisor.start(simulatorPart(settings, databases.simulatorUrl));
  await supervisor.start(botPart(settings, databases.botUrl));
  const [requesterUrl, approverUrl] = await Promise.all([
    openWindow('requester', requester, settings.windowPorts.requester),
    openWindow('approver', approver, settings.windowPorts.approver),
  ]);
  const others = await Promise.all(
    settings.others.map(async (person) => ({ person, url: await openWindow(person.givenName.toLowerCase(), person) })),
  );
  say(banner({ ...settings, requesterUrl, approverUrl, others }));

  async function openWindow(role: string, person: Person, usual?: number): Promise<string> {
    const port = await getPort({ ...(usual !== undefined && { port: usual }), host: '127.0.0.1' });
    if (usual !== undefined && port !== usual) say(`Port ${usual} is taken: the ${role}'s window uses ${port}.`);
    await mkdir(settings.playgroundFolder, { recursive: true });
    const configFile = join(settings.playgroundFolder, `${role}.yml`);
    await writeFile(configFile, playgroundConfig(person, settings.tenantId));
    const name = `window-${role}`;
    const logFile = join(settings.logFolder, `${name}-traffic.log`);
    await supervisor.start(playgroundPart(settings, { name, configFile, logFile, port }));
    return `http://127.0.0.1:${port}`;
  }
}

function stopOnSignals(supervisor: Supervisor, say: (text: string) => void): void {
  let askedAt = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!supervisor.isStopping()) {
        askedAt = performance.now();
        say('\nStopping …');
        void supervisor.stop();
      } else if (performance.now() - askedAt > IMPATIENT_AFTER_MS) {
        supervisor.kill();
      }
    });
  }
}
