import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { followSimulator } from '../../src/sandbox/simulatedWorld.ts';
import { millisecondsBetween } from '../../src/domain/words.ts';
import { world } from '../../src/world.ts';
import { startTestSimulator, type TestSimulator } from './startTestSimulator.ts';

const month = 30 * 24 * 60 * 60;

let simulator: TestSimulator;
beforeEach(async () => {
  simulator = await startTestSimulator();
});
afterEach(() => simulator.stop());

test('the bot of the sandbox has the time that the simulator has, now and when it is moved', async () => {
  await simulator.pass(month);
  const simulated = await followSimulator(simulator.url);
  const ahead = (): number => Math.round(millisecondsBetween(world.now(), simulated.now()) / 1000);
  expect(ahead()).toBe(month);
  await simulator.pass(month);
  while (ahead() === month) await new Promise(setImmediate);
  expect(ahead()).toBe(2 * month);
});
