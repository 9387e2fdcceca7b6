import { parentPort } from 'node:worker_threads';
import { Client } from 'undici';
import type { Load, Loaded } from './load.ts';

parentPort?.on('message', (load: Load) => {
  void run(load).then((loaded) => parentPort?.postMessage(loaded));
});

async function run({ url, bodies, milliseconds }: Load): Promise<Loaded> {
  const { origin, pathname: path } = new URL(url);
  const begun = performance.now();
  const times: number[] = [];
  const lane = async (body: string): Promise<void> => {
    const client = new Client(origin);
    while (performance.now() - begun < milliseconds) {
      const sent = performance.now();
      const answer = await client.request({
        method: 'POST',
        path,
        headers: { 'content-type': 'application/json' },
        body,
      });
      const text = await answer.body.text();
      if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode} ${text}`);
      times.push(performance.now() - sent);
    }
    await client.close();
  };
  await Promise.all(bodies.map(lane));
  return { perSecond: (times.length * 1000) / (performance.now() - begun), times };
}
