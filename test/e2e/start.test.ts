import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { alex } from '../support/requests.ts';
import { startTeams } from '../support/teams.ts';
import { runBot, type BotProcess } from './botProcess.ts';
import { approve, ask, holdUp, meetEverybody, startStage, tenantId, type Stage } from './stage.ts';
import { expectCreated } from './truth.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

describe('a start is refused', () => {
  test('in production, with everything that is unsafe or missing at once', async () => {
    const { code, errors } = await runBot({ ...stage.settings, NODE_ENV: 'production', DATABASE_URL: '' });
    expect(code).toBe(1);
    for (const problem of [
      'CRM_CLIENT_ID is missing',
      'CRM_CLIENT_SECRET or CRM_CLIENT_CERTIFICATE_PATH is missing',
      'MicrosoftAppId is missing',
      'DATABASE_URL is missing',
      'services.graph is http://127.0.0.1',
      'services.powerPlatform is http://127.0.0.1',
      'environments[0].url is http://127.0.0.1',
    ]) {
      expect(errors).toContain(problem);
    }
    expect(errors).not.toMatch(/^\s+at /m);
  });

  test('with a broken configuration file, each problem with its line', async () => {
    const file = join(stage.folder, 'broken.yaml');
    writeFileSync(file, 'cloud: moon\ntenantId: nobody\nenvironments: []\napprovals: {}\nadmins: [me]\n');
    const { code, errors } = await runBot({ ...stage.settings, SEATKEEPER_CONFIG: file });
    expect(code).toBe(1);
    for (const place of ['1: cloud', '2: tenantId', '3: environments', '5: admins[0]']) {
      expect(errors).toContain(`${file}:${place}`);
    }
  });

  test('when its port is taken, which it names', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    try {
      const { code, output } = await runBot({ ...stage.settings, PORT: String(port) });
      expect(code).toBe(1);
      expect(output).toContain(`Port ${port} is taken`);
    } finally {
      other.close();
    }
  });
});

describe('a bot that runs', () => {
  let bot: BotProcess;
  beforeAll(async () => {
    const quick = { syncSeconds: 0, forcedSyncSeconds: 0 };
    await stage.simulator('PATCH', '/_simulator/environments/prod', quick);
    bot = await stage.start();
  });

  test('answers an activity of another tenant with 403, and does nothing', async () => {
    const elsewhere = await startTeams({
      bot: () => `${bot.url}/api/messages`,
      tenantId: '00000000-0000-0000-0000-00000000000f',
    });
    try {
      const before = await everything();
      const { status } = await elsewhere.person(alex).says('request');
      expect(status).toBe(403);
      expect(await everything()).toEqual(before);
      expect(elsewhere.calls).toEqual([]);
    } finally {
      await elsewhere.stop();
    }
  });

  test('lets the running call end at SIGTERM and saves it; the next start goes on from there', async () => {
    await meetEverybody(stage);
    const id = await ask(stage, 'SAP order sync');
    const call = await holdUp(stage, { method: 'POST', path: '/users$' });
    await approve(stage, id);
    await call.underWay();
    const signalled = performance.now();
    const { code, output } = await bot.end();
    expect(code).toBe(0);
    expect(performance.now() - signalled).toBeLessThan(5_000);
    expect(output).toContain('Seatkeeper stops');
    expect(output).not.toMatch(/"level":[56]0/);
    const done = await stage.rows(`select 1 from request_event where type = 'StepDone' and body->>'step' = 'account'`);
    expect(done).toHaveLength(1);

    bot = await stage.start();
    await expectCreated(stage, id);
  }, 60_000);
});

test('a bot that has an app id answers an activity without a token with 401', async () => {
  const identity = { MicrosoftAppId: 'a0000000-0000-4000-8000-000000000001', MicrosoftAppPassword: 'a-secret' };
  const bot = await stage.start(identity);
  const channel = await startTeams({ bot: () => `${bot.url}/api/messages`, tenantId });
  try {
    const before = await everything();
    const { status } = await channel.person(alex).says('request');
    expect(status).toBe(401);
    expect(await everything()).toEqual(before);
    expect(channel.calls).toEqual([]);
    expect(bot.output()).not.toContain('a-secret');
  } finally {
    await channel.stop();
  }
});

/** What an activity could leave behind. */
function everything(): Promise<readonly unknown[]> {
  return stage.rows(
    `select (select json_agg(contact order by person_id) from contact) as contacts,
       (select json_agg(dialog_state order by key) from dialog_state) as dialogs,
       (select count(*) from request) as requests`,
  );
}
