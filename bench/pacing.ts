import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { TransientFailure } from '../src/application/failures.ts';
import type { PersonId } from '../src/domain/words.ts';
import { createChannel } from '../src/bot/channel.ts';
import { requestIn, viewOf } from '../test/support/cardViews.ts';
import { people } from './activities.ts';
import { figureOf, type Figure } from './figure.ts';
import { tenantId } from './ground.ts';

/** As many workers as the queue has for cards, and more. */
const lanes = 12;

/** What Teams takes: in one conversation, and of one bot in one tenant. */
const perConversation = [
  { span: 1_000, most: 7 },
  { span: 2_000, most: 8 },
  { span: 30_000, most: 60 },
];
const inAll = { span: 1_000, most: 50 };

/** Cards at once, as after an outage, against the time that Teams' own limits leave at best. */
export async function benchPacing(): Promise<readonly Figure[]> {
  return [
    await measure('200 cards to 200 people', people(200), 3_000),
    await measure(
      '60 cards to one person',
      Array.from({ length: 60 }, () => people(1)[0] ?? ''),
      14_000,
    ),
  ];
}

/** `best`: milliseconds between the first and the last message when each goes as soon as Teams would take it. */
async function measure(what: string, readers: readonly string[], best: number): Promise<Figure> {
  const teams = await startStrictTeams();
  const { messenger } = createChannel({ credentials: {}, tenantId, serviceUrl: teams.url });
  const begun = performance.now();
  try {
    const waiting = [...readers];
    const lane = async (): Promise<void> => {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) await send(id);
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  } finally {
    await teams.stop();
  }
  const taken = performance.now() - begun;
  const name = 'limit of Teams';
  return figureOf(`${what}, ${teams.refused()} times 429`, { value: taken, against: best, unit: 'ms', name });

  /** As the worker does: what has to wait comes back when it is told to. */
  async function send(id: string): Promise<void> {
    const view = {
      ...viewOf(requestIn('Pending'), 'approver'),
      reader: { id: id as PersonId, part: 'approver' as const },
    };
    const conversation = { id: `a:chat-${id}` };
    const reference = {
      channelId: 'msteams',
      serviceUrl: teams.url,
      bot: { id: '28:bot' },
      user: { id },
      conversation,
    };
    for (;;) {
      try {
        const { outcome } = await messenger.postCard(reference, view);
        if (outcome !== 'posted') throw new Error(`A card is ${outcome}`);
        return;
      } catch (err) {
        if (!(err instanceof TransientFailure)) throw err;
        await wait(err.retryAfter ?? 1_000);
      }
    }
  }
}

/** Refuses whatever is over its limits. */
async function startStrictTeams(): Promise<{ readonly url: string; refused(): number; stop(): Promise<void> }> {
  const taken = new Map<string, number[]>();
  const all: number[] = [];
  let refused = 0;
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      const now = performance.now();
      const times = taken.get(request.url ?? '') ?? [];
      const isOver = [...perConversation.map((limit) => over(times, limit, now)), over(all, inAll, now)].includes(true);
      if (isOver) refused++;
      else {
        taken.set(request.url ?? '', [...times, now]);
        all.push(now);
      }
      response.writeHead(isOver ? 429 : 201, { 'content-type': 'application/json', 'retry-after': '1' });
      response.end(JSON.stringify({ id: `m-${all.length}` }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    refused: () => refused,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function over(times: readonly number[], { span, most }: { span: number; most: number }, now: number): boolean {
  return times.filter((at) => at > now - span).length >= most;
}
