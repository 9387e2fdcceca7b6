import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import getPort from 'get-port';

jest.setTimeout(120_000); // half a dozen processes on a busy machine

type Running = {
  process: ChildProcess;
  output(): string;
  says(text: string): Promise<void>;
  exitCode: Promise<number | null>;
  ports: { bot: number; simulator: number; window: number; otherWindow: number };
};

let folder: string;
let started: Running[] = [];

// One data folder for all: every start after the first is one that finds data.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatkeeper-sandbox-'));
  await chmod(folder, 0o755);
});

afterEach(async () => {
  for (const { process: child, exitCode } of started) {
    child.kill('SIGTERM');
    await exitCode;
  }
  started = [];
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('the sandbox says where to go and what to type; Ctrl-C stops all of it in reverse order', async () => {
  const sandbox = await startSandbox();
  await sandbox.says('Ctrl-C');
  expect(sandbox.output()).toContain('I need a non-interactive user for the SAP order sync in prod until 31 December');
  const windows = /^ +(http:\/\/127\.0\.0\.1:\d+) {2}\w/gm;
  const addresses = [...sandbox.output().matchAll(windows)].map(([, address = '']) => address);
  expect(addresses).toHaveLength(2);
  for (const address of addresses) expect((await fetch(address)).status).toBe(200);
  const pids = await standInPids(sandbox);

  sandbox.process.kill('SIGINT');
  expect(await sandbox.exitCode).toBe(0);
  expect(pids.filter(isRunning)).toEqual([]);
  for (const address of addresses) await expect(fetch(address)).rejects.toThrow();
  expect(await readFile(join(folder, 'notes'), 'utf8')).toBe('bot\nsimulator\n');
});

test('the death of a part stops the others and is named', async () => {
  const sandbox = await startSandbox();
  await sandbox.says('Ctrl-C');
  const pids = await standInPids(sandbox);

  await fetch(`http://127.0.0.1:${sandbox.ports.simulator}/fall`).catch(() => undefined);
  expect(await sandbox.exitCode).toBe(1);
  expect(sandbox.output()).toContain('The simulator ended with exit code 3');
  expect(pids.filter(isRunning)).toEqual([]);
});

test('what the bot has against its configuration is shown', async () => {
  const sandbox = await startSandbox({ STAND_IN_REFUSES: 'bot' });
  expect(await sandbox.exitCode).toBe(1);
  expect(sandbox.output()).toContain('The bot ended with exit code 1');
  expect(sandbox.output()).toContain('environments[0].limit is "lots", which is no number');
});

test('a killed sandbox leaves nothing behind, and the next start works', async () => {
  const killed = await startSandbox();
  await killed.says('Ctrl-C');
  const pids = await standInPids(killed);
  killed.process.kill('SIGKILL');
  await until(() => !pids.some(isRunning));
  await until(async () => !(await answers(killed.ports.window)) && !(await answers(killed.ports.otherWindow)));

  const next = await startSandbox({}, killed.ports);
  await next.says('Ctrl-C');
});

test("a taken port is named with the way out, and a chat window's is replaced", async () => {
  const inTheWay = createServer((_request, response) => response.end());
  const taken = await getPort();
  inTheWay.listen(taken, '127.0.0.1');
  await once(inTheWay, 'listening');
  try {
    const refused = await startSandbox({}, { bot: taken });
    expect(await refused.exitCode).toBe(1);
    expect(refused.output()).toContain(`Port ${taken} of this machine is taken`);
    expect(refused.output()).toContain('PORT=');

    const moved = await startSandbox({}, { window: taken });
    await moved.says(`Port ${taken} is taken: the requester's window uses`);
    await moved.says('Ctrl-C');
  } finally {
    inTheWay.close();
  }
});

async function startSandbox(
  env: Record<string, string> = {},
  wanted: Partial<Running['ports']> = {},
): Promise<Running> {
  const ports = {
    bot: await getPort(),
    simulator: await getPort(),
    window: await getPort(),
    otherWindow: await getPort(),
    ...wanted,
  };
  const config = join(folder, 'seatkeeper.yaml');
  await writeFile(config, `tenantId: t\nservices:\n  graph: http://127.0.0.1:${ports.simulator}/graph\n`);
  const entry = fileURLToPath(new URL('sandboxWithStandIns.ts', import.meta.url));
  const child = spawn(process.execPath, [entry], {
    env: {
      ...process.env,
      SEATKEEPER_DATA: join(folder, 'data'),
      SEATKEEPER_CONFIG: config,
      PORT: String(ports.bot),
      TEST_WINDOW_PORT: String(ports.window),
      TEST_OTHER_WINDOW_PORT: String(ports.otherWindow),
      STAND_IN_NOTES: join(folder, 'notes'),
      ...env,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const running: Running = {
    process: child,
    output: () => output,
    exitCode: once(child, 'close').then(([code]) => code as number | null),
    says: (text) =>
      until(() => {
        if (child.exitCode !== null) throw new Error(`The sandbox ended before it said "${text}":\n${output}`);
        return output.includes(text);
      }),
    ports,
  };
  started.push(running);
  return running;
}

async function standInPids({ ports }: Running): Promise<number[]> {
  const answersOf = [ports.bot, ports.simulator].map(async (port) => {
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    return Number(await answer.text());
  });
  return Promise.all(answersOf);
}

async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  );
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const giveUp = performance.now() + 60_000;
  while (!(await condition())) {
    if (performance.now() >= giveUp) throw new Error('Waited in vain');
    await delay(50);
  }
}
