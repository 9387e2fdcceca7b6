import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { filesAreTaken, isTrustedUpload } from '../../src/bot/files.ts';
import type { Turn } from '../../src/bot/turn.ts';
import { askInChat, startTestBot, tenantId, type TestBot } from '../support/bot.ts';
import { answerOffer, fileCard, startDrive, type Drive } from '../support/files.ts';
import { alex, megan } from '../support/requests.ts';
import { textOf } from '../support/teams.ts';

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

  test.each([
    ['export banana', /“export banana” is nothing that the audit can do\./],
    ['export 2026-06-30..2026-01-01', /its last day is before its first\..*audit export 104/s],
    ['export 99999', /There is no request #99999\./],
  ])('what cannot be meant is told as it was written: %s', async (args, words) => {
    await bot.megan.says(`/audit ${args}`);
    expect(textOf(bot.megan.latest())).toMatch(words);
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
    expect(fileCard(bot, 'consent')).toMatchObject({ name: 'seatkeeper-audit-request-101.csv' });
    expect(await exports()).toBe(0);
    expect(await answerOffer(bot, { uploadUrl: drive.url })).toMatchObject({ status: 200 });
    const [put] = drive.puts;
    const size = Buffer.byteLength(put?.body ?? '');
    expect(put?.range).toBe(`bytes 0-${size - 1}/${size}`);
    expect(put?.body).toMatch(/^seq,at,actor,what,.*\r\n1,.*,Drafted,101,/);
    expect(put?.body).toContain(`,${megan.id},Exported,101,`);
    expect(fileCard(bot, 'info')).toMatchObject({ content: { uniqueId: 'u1', fileType: 'csv' } });
    expect(await exports()).toBe(1);
  });

  test('puts the file once, however often Teams brings the answer', async () => {
    await bot.megan.says('/audit export');
    await answerOffer(bot, { uploadUrl: drive.url });
    expect(await answerOffer(bot, { uploadUrl: drive.url })).toMatchObject({ status: 200 });
    expect(drive.puts).toHaveLength(1);
    expect(await exports()).toBe(1);
  });

  test('of nothing, when it is declined', async () => {
    await bot.megan.says('/audit export');
    await answerOffer(bot, { declinedBy: megan });
    expect(textOf(bot.megan.latest())).toContain('Nothing was exported');
    expect(await exports()).toBe(0);
  });

  test('goes to Microsoft’s hosts only', async () => {
    await bot.megan.says('/audit export');
    await answerOffer(bot, { uploadUrl: 'https://sharepoint.com.example.org/upload' });
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
    await answerOffer(bot, { uploadUrl: drive.url, who: alex });
    expect(drive.puts).toEqual([]);
    expect(textOf(bot.alex.latest())).toContain('Only admins of Seatkeeper can export the audit');
  });

  test('says so when OneDrive does not take it, and logs nothing of the address', async () => {
    drive.status = 503;
    await bot.megan.says('/audit export');
    await answerOffer(bot, { uploadUrl: drive.url });
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
    expect(fileCard(bot, 'consent')).toBeDefined();
  });

  test('that Teams brings back unreadable is refused', async () => {
    await answerOffer(bot, { uploadUrl: drive.url });
    expect(textOf(bot.megan.latest())).toContain('cannot be sent any more');
  });
});
