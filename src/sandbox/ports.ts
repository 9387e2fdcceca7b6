import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { once } from 'node:events';

/** The parts of a sandbox that was killed a moment ago may still be ending. */
const WAIT_MS = 6_000;

/** Rejects with what to do when the port stays taken. */
export async function requireFreePort(port: number, remedy: string, waitMs = WAIT_MS): Promise<void> {
  const giveUp = performance.now() + waitMs;
  while (!(await isFree(port))) {
    if (performance.now() >= giveUp) {
      throw new Error(`Port ${port} of this machine is taken by another program (or another sandbox). ${remedy}`);
    }
    await delay(200);
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
