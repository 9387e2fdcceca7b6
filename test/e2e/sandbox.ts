import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';

/** `npm run sandbox` on ports and in a folder of its own. */
export interface Sandbox {
  readonly requester: string;
  readonly approver: string;
  stop(): Promise<void>;
}

export async function startSandbox(): Promise<Sandbox> {
  const folder = mkdtempSync(join(tmpdir(), 'seatkeeper-e2e-'));
  // PostgreSQL may run as another user, who must be able to enter.
  chmodSync(folder, 0o755);
  const [botPort, simulatorPort] = [await getPort(), await getPort()];
  const config = join(folder, 'seatkeeper.yaml');
  writeFileSync(config, readFileSync('seatkeeper.yaml', 'utf8').replaceAll(':4001', `:${simulatorPort}`));
  const child = spawn(process.execPath, ['src/sandbox/main.ts'], {
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      PORT: String(botPort),
      SEATKEEPER_CONFIG: config,
      SEATKEEPER_DATA: join(folder, 'data'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    const output = await untilPrinted(child, /Ctrl-C/);
    const [requester, approver] = [...output.matchAll(/http:\/\/127\.0\.0\.1:\d+/g)].map(([address]) => address);
    if (!requester || !approver) throw new Error(`The sandbox named no windows:\n${output}`);
    return { requester, approver, stop: () => stop(child, folder) };
  } catch (err) {
    await stop(child, folder);
    throw err;
  }
}

function untilPrinted(child: ChildProcess, pattern: RegExp): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      output += chunk.toString();
      if (pattern.test(output)) resolve(output);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', (code) => {
      reject(new Error(`The sandbox ended with ${code}:\n${output}`));
    });
  });
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    await ended;
  }
  const logs = join(folder, 'data', 'logs');
  if (existsSync(logs)) cpSync(logs, 'artifacts/browser/logs', { recursive: true });
  rmSync(folder, { recursive: true, force: true });
}
