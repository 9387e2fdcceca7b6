import restify from 'restify';
import type { Log } from './application/ports/world.ts';
import type { Bot } from './bot/bot.ts';
import type { MetricsDoor } from './metricsDoor.ts';
import type { Exposition } from './telemetry/metrics.ts';

export interface Server {
  readonly url: string;
  /** Answers what it has taken, takes nothing new. */
  stop(): Promise<void>;
}

interface Options {
  readonly bot: Bot;
  /** The store and the job queue answer. */
  readonly isReady: () => Promise<boolean>;
  readonly metrics?: { readonly door: MetricsDoor; readonly expose: () => Promise<Exposition> };
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly log: Log;
}

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/** Teams' own limit is far lower. */
const longestBody = 256 * 1024;

/**
 * Listens before it returns. Every answer but the metrics is JSON; none tells what went wrong inside.
 * @throws when others than this machine could reach a bot that authenticates nobody
 */
export async function startServer({ bot, isReady, metrics, host, port, log }: Options): Promise<Server> {
  if (!bot.authenticated && !loopback.has(host)) {
    throw new Error(`Without MicrosoftAppId the bot listens on 127.0.0.1 only, not on ${host}`);
  }
  const server = restify.createServer({ name: 'seatkeeper', ignoreTrailingSlash: true });
  server.on('restifyError', (_req, res: restify.Response, err: Error & { statusCode?: number }, done: () => void) => {
    const status = err.statusCode ?? 500;
    if (status >= 500) log.error({ err }, 'A request could not be answered');
    res.send(status, { code: codes[status] ?? 'Refused' });
    done();
  });

  const parseBody = restify.plugins.bodyParser({ maxBodySize: longestBody, mapParams: false });
  server.post('/api/messages', ...parseBody, async (req: restify.Request, res: restify.Response) => {
    const { status, body } = await bot.receive(req.body, req.header('authorization', ''));
    res.send(status, body);
  });
  server.get('/healthz', async (_req: restify.Request, res: restify.Response) => {
    await Promise.resolve();
    res.send(200, { status: 'alive' });
  });
  server.get('/readyz', async (_req: restify.Request, res: restify.Response) => {
    const ready = await isReady().catch((err: unknown) => {
      log.warn({ err }, 'Readiness could not be found out');
      return false;
    });
    res.send(ready ? 200 : 503, { status: ready ? 'ready' : 'not ready' });
  });
  if (metrics) serveMetrics(server, metrics);

  await new Promise<void>((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException): void => {
      const taken = `Port ${port} is taken: set PORT to a free one, or stop what uses it`;
      reject(cause.code === 'EADDRINUSE' ? new Error(taken, { cause }) : cause);
    };
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve();
    });
  });
  return {
    url: `http://${host}:${server.address().port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

function serveMetrics(server: restify.Server, { door, expose }: NonNullable<Options['metrics']>): void {
  server.get('/metrics', async (req: restify.Request, res: restify.Response) => {
    const status = door({
      authorization: req.header('authorization', ''),
      remoteAddress: req.socket.remoteAddress ?? '',
      forwarded: ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'via'].some((name) => name in req.headers),
    });
    if (status !== 200) {
      res.send(status, { code: codes[status] });
      return;
    }
    const { contentType, text } = await expose();
    res.sendRaw(200, text, { 'content-type': contentType });
  });
}

const codes: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  413: 'TooLarge',
  415: 'UnsupportedMediaType',
  500: 'Internal',
};
