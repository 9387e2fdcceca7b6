import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { filesAreTaken, isTrustedUpload } from '../../src/bot/files.ts';
import type { Turn } from '../../src/bot/turn.ts';
import { askInChat, startTestBot, tenantId, type TestBot } from '../support/bot.ts';
import type { CardJson } from '../support/cardActions.ts';
import { alex, megan } from '../support/requests.ts';
import { textOf, type HttpAnswer } from '../support/teams.ts';

/** OneDrive, as far as a bot sees it: an upload session. */
interface Drive {
  readonly url: string;
  readonly puts: { readonly range: string | undefined; readonly body: string }[];
  status: number;
  stop(): Promise<void>;
}

async function startDrive(): Promise<Drive> {
  const puts: Drive['puts'] = [];
  const drive = { puts, status: 201 };
  const server: Server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      puts.push({ range: req.headers['content-range'], body: Buffer.concat(chunks).toString('utf8') });
      res.statusCode = drive.status;
      res.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(drive, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/upload?key=secret`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

let bot: TestBot;
let drive: Drive;
beforeEach(async () => {
  bot = await startTestBot();
  drive = await startDrive();
});
afterEach(async () => {
  await drive.stop();
  await bot.stop();
});

/** The last attachment of a file that was posted. */
function fileCard(kind: 'consent' | 'info'): CardJson | undefined {
  const posted = bot.teams.calls.flatMap(({ method, body }) =>
    method === 'POST' ? ((body.attachments ?? []) as readonly CardJson[]) : [],
  );
  return posted.findLast(({ contentType }) => contentType === `application/vnd.microsoft.teams.card.file.${kind}`);
}

/** Megan's client answers the consent card. */
function answers(action: 'accept' | 'decline', uploadUrl = drive.url, who = megan): Promise<HttpAnswer> {
  const card = fileCard('consent');
  const content = card?.content as { readonly acceptContext: object } | undefined;
  const uploadInfo = { uploadUrl, contentUrl: 'https://contoso-my.sharepoint.com/audit.csv', name: card?.name };
  return bot.teams.send({
    type: 'invoke',
    name: 'fileConsent/invoke',
    id: randomUUID(),
    channelId: 'msteams',
    serviceUrl: bot.teams.serviceUrl,
    from: { id: `29:${who.id}`, aadObjectId: who.id, name: who.name },
    recipient: { id: '28:bot', name: 'Seatkeeper' },
    conversation: { id: `a:chat-${who.id}`, tenantId, conversationType: 'personal' },
    channelData: { tenant: { id: tenantId } },
    value: {
      type: 'fileUpload',
      action,
      context: content?.acceptContext,
      ...(action === 'accept' && { uploadInfo: { ...uploadInfo, uniqueId: 'u1', fileType: 'csv' } }),
    },
  });
}

async function exports(): Promise<number> {
  return bot.app.audit.read(async (view) => {
    let count = 0;
    for await (const batch of view.rows()) count += batch.filter(({ entry }) => entry.what === 'Exported').length;
    return count;
  });
}

describe('verify', () => {
  test('says that everything is whole, and what to keep to prove it later', async () => {
    await askInChat(bot);
    await bot.megan.says('audit verify');
    expect(textOf(bot.megan.latest())).toMatch(/whole and in order.*keep this elsewhere: \d+:[0-9a-f]{64}/is);
  });

  test('is for admins', async () => {
    await bot.alex.says('/audit verify');
    expect(textOf(bot.alex.latest())).toMatch(/Only admins of Seatkeeper can look into the audit/);
  });

  test('without a word behind it, the command says what it can do', async () => {
    await bot.megan.says('/audit');
    expect(textOf(bot.megan.latest())).toMatch(/audit export 104/);
  });
});

describe('export', () => {
  test('asks first, puts the file into the reader’s OneDrive, shows it there, and is recorded', async () => {
    await askInChat(bot);
    await bot.megan.says('/audit export 101');
    expect(fileCard('consent')).toMatchObject({ name: 'seatkeeper-audit-request-101.csv' });
    expect(await exports()).toBe(0);
    expect(await answers('accept')).toMatchObject({ status: 200 });
    const [put] = drive.puts;
    const size = Buffer.byteLength(put?.body ?? '');
    expect(put?.range).toBe(`bytes 0-${size - 1}/${size}`);
    expect(put?.body).toMatch(/^seq,at,actor,what,.*\r\n1,.*,Drafted,101,/);
    expect(put?.body).toContain(`,${megan.id},Exported,101,`);
    expect(fileCard('info')).toMatchObject({ content: { uniqueId: 'u1', fileType: 'csv' } });
    expect(await exports()).toBe(1);
  });

  test('puts the file once, however often Teams brings the answer', async () => {
    await bot.megan.says('/audit export');
    await answers('accept');
    expect(await answers('accept')).toMatchObject({ status: 200 });
    expect(drive.puts).toHaveLength(1);
    expect(await exports()).toBe(1);
  });

  test('of nothing, when it is declined', async () => {
    await bot.megan.says('/audit export');
    await answers('decline');
    expect(textOf(bot.megan.latest())).toContain('Nothing was exported');
    expect(await exports()).toBe(0);
  });

  test('goes to Microsoft’s hosts only', async () => {
    await bot.megan.says('/audit export');
    await answers('accept', 'https://sharepoint.com.example.org/upload');
    expect(textOf(bot.megan.latest())).toContain('The file was not sent');
    expect(await exports()).toBe(0);
    expect(isTrustedUpload('https://contoso-my.sharepoint.com/personal/upload', false)).toBe(true);
    for (const address of [
      'http://127.0.0.1:8080/',
      'https://127.0.0.1/',
      'http://contoso.sharepoint.com/',
      'https://contoso.sharepoint.com:8443/',
      'https://sharepoint.com@example.org/',
      'https://evilsharepoint.com/',
    ]) {
      expect(isTrustedUpload(address, false)).toBe(false);
    }
  });

  test('asks again who accepts it: the card of an admin is of no use to anybody else', async () => {
    await bot.megan.says('/audit export');
    await answers('accept', drive.url, alex);
    expect(drive.puts).toEqual([]);
    expect(textOf(bot.alex.latest())).toContain('Only admins of Seatkeeper can export the audit');
  });

  test('says so when OneDrive does not take it, and logs nothing of the address', async () => {
    drive.status = 503;
    await bot.megan.says('/audit export');
    await answers('accept');
    expect(textOf(bot.megan.latest())).toMatch(/could not be put into your OneDrive.*503/is);
    expect(JSON.stringify(bot.services.log.lines)).not.toContain('secret');
  });

  test('names the other way where a chat takes no files', async () => {
    await bot.teams.send({
      type: 'message',
      text: 'audit export',
      id: randomUUID(),
      channelId: 'msteams',
      serviceUrl: `${bot.teams.serviceUrl}_connector`,
      from: { id: `29:${megan.id}`, aadObjectId: megan.id, name: megan.name },
      recipient: { id: '28:bot', name: 'Seatkeeper' },
      conversation: { id: `a:chat-${megan.id}`, tenantId, conversationType: 'personal' },
      channelData: { tenant: { id: tenantId } },
    });
    expect(JSON.stringify(bot.teams.calls.at(-1)?.body)).toContain('npm run audit:export');
  });

  test.each([
    ['the public cloud', 'https://smba.trafficmanager.net/emea/', 'here'],
    ['GCC', 'https://smba.infra.gcc.teams.microsoft.com/teams', 'here'],
    ['GCC High', 'https://smba.infra.gov.teams.microsoft.us/teams', 'nowhere'],
    ['DoD', 'https://smba.infra.dod.teams.microsoft.us/teams', 'nowhere'],
    ['China', 'https://frontend.botapi.msg.infra.teams.microsoftonline.cn/teams', 'nowhere'],
  ])('in %s', (_cloud, serviceUrl, taken) => {
    const turn = { place: 'personal', context: { activity: { channelId: 'msteams', serviceUrl } } };
    expect(filesAreTaken(turn as unknown as Turn)).toBe(taken);
  });

  test('in a group goes on in the personal chat', async () => {
    await bot.megan.installs();
    await bot.megan.says('/audit export', { groupId: 'group-1' });
    expect(textOf(bot.megan.latest('group-1'))).toContain('continue in private');
    expect(fileCard('consent')).toBeDefined();
  });

  test('that Teams brings back unreadable is refused', async () => {
    await answers('accept');
    expect(textOf(bot.megan.latest())).toContain('cannot be sent any more');
  });
});
