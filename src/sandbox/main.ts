import { runSandbox } from './sandbox.ts';
import { readSettings } from './settings.ts';

const say = (text: string) => {
  process.stdout.write(`${text}\n`);
};

try {
  await runSandbox(await readSettings(process.env, process.argv.slice(2)), say);
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : 'Unknown failure'}\n`);
  process.stderr.write('\nEverything is stopped and nothing is lost. Mend the reason above, then run it again.\n');
  process.exitCode = 1;
}
