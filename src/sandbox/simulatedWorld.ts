import { setInterval } from 'node:timers';
import { z } from 'zod';
import type { World } from '../application/ports/world.ts';
import { addMilliseconds } from '../domain/words.ts';
import { world } from '../world.ts';

const Clock = z.object({ advancedSeconds: z.number() });

const everyMs = 1_000;

/** The real world at the time that the simulator has, so that a month can pass for the bot and for the services at once. */
export async function followSimulator(simulatorUrl: string): Promise<World> {
  let ahead = 0;
  const look = async (): Promise<void> => {
    const response = await fetch(`${simulatorUrl}/_simulator/clock`);
    ahead = Clock.parse(await response.json()).advancedSeconds * 1000;
  };
  await look();
  // While the simulator does not answer, time goes on as it did.
  setInterval(() => void look().catch(() => undefined), everyMs).unref();
  return { ...world, now: () => addMilliseconds(world.now(), ahead) };
}
