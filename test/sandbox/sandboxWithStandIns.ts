import { fileURLToPath } from 'node:url';
import { runSandbox } from '../../src/sandbox/sandbox.ts';
import { readSettings } from '../../src/sandbox/settings.ts';

/** `npm run sandbox`, but for the bot and the simulator. */
const standIn = fileURLToPath(new URL('standIn.ts', import.meta.url));
const windowPort = Number(process.env.TEST_WINDOW_PORT);
const otherWindowPort = Number(process.env.TEST_OTHER_WINDOW_PORT);

try {
  const settings = await readSettings(process.env);
  settings.entries = { bot: standIn, simulator: standIn };
  settings.windowPorts = { requester: windowPort, approver: otherWindowPort };
  await runSandbox(settings, (text) => process.stdout.write(`${text}\n`));
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : 'Unknown failure'}\n`);
  process.exitCode = 1;
}
