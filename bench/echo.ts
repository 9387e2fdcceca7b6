import { CloudAdapter, ConfigurationBotFrameworkAuthentication, type Request } from 'botbuilder';
import restify from 'restify';

/** The least that a bot with these libraries can be: it answers a message with its text, and an invoke with nothing. */
export async function startEcho(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
  const server = restify.createServer();
  server.post('/api/messages', ...restify.plugins.bodyParser(), async (req: restify.Request, res: restify.Response) => {
    await adapter.process(req as Request, res, async (context) => {
      const { type, text } = context.activity;
      if (type === 'message') await context.sendActivity(text);
      else await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body: {} } });
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${server.address().port}/api/messages`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}
