import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTestBot, submitInChat, tenantId, type TestBot } from '../support/bot.ts';
import { buttonsOf, type CardJson } from '../support/cardActions.ts';
import { submitted } from '../support/journeys.ts';
import { alex, megan, nestor } from '../support/requests.ts';
import { textOf, type TeamsPerson } from '../support/teams.ts';

let bot: TestBot;
let drive: Server;
let files: string[];
beforeEach(async () => {
  bot = await startTestBot();
  files = [];
  drive = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      files.push(Buffer.concat(chunks).toString('utf8'));
      res.statusCode = 201;
      res.end();
    });
  });
  await new Promise<void>((resolve) => drive.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  drive.closeAllConnections();
  await new Promise((resolve) => drive.close(resolve));
  await bot.stop();
});

async function say(text: string, person: TeamsPerson = bot.megan): Promise<string> {
  await person.says(text);
  return textOf(person.latest()).replaceAll('\\', '');
}

async function accept(who: typeof megan): Promise<void> {
  const posted = bot.teams.calls.flatMap(({ body }) => (body.attachments ?? []) as readonly CardJson[]);
  const card = posted.findLast(({ contentType }) => String(contentType).endsWith('card.file.consent'));
  const { acceptContext } = card?.['content'] as { readonly acceptContext: object };
  const uploadUrl = `http://127.0.0.1:${(drive.address() as AddressInfo).port}/upload`;
  const contentUrl = 'https://contoso-my.sharepoint.com/list.csv';
  await bot.teams.send({
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
      action: 'accept',
      context: acceptContext,
      uploadInfo: { uploadUrl, contentUrl, name: card?.['name'], uniqueId: 'u1', fileType: 'csv' },
    },
  });
}

describe('/requests', () => {
  test('of an environment, by key or quoted name, for an admin', async () => {
    await submitInChat(bot);
    expect(await say('/requests prod')).toMatch(/Requests in Contoso Production.*#101/s);
    expect(await say('requests “Contoso Production”')).toContain('#101');
    expect(await say('/requests test')).toMatch(/Requests in Contoso Test.*There are none/s);
  });

  test('of a person, by name, address or as the owner of a user', async () => {
    await submitInChat(bot);
    expect(await say('/requests Alex')).toMatch(/Requests of Alex Wilber.*#101/s);
    expect(await say(`requests ${nestor.upn ?? ''}`)).toMatch(/Requests of Nestor Wilke.*#101/s);
    expect(await say('/requests Lee Gu')).toContain('There are none');
  });

  test('without the right says which one is missing; what is one’s own is shown', async () => {
    await submitInChat(bot);
    expect(await say('/requests prod', bot.alex)).toMatch(
      /Only admins, and approvers of Contoso Production.*not among/s,
    );
    expect(await say('/requests Megan Bowen', bot.alex)).toContain('Only admins of Seatkeeper can see the requests');
    expect(await say(`/requests ${alex.id}`, bot.alex)).toContain('#101');
  });

  test('of nobody shows the usage', async () => {
    expect(await say('/requests nonsense')).toMatch(/neither an environment nor a person.*“requests \[open/s);
  });

  test('page by page, and the whole list as a file that no spreadsheet runs', async () => {
    await bot.megan.installs();
    for (let count = 1; count <= 9; count += 1) {
      await submitted(bot, { integration: count === 1 ? '=1+1' : `Integration ${count}` });
    }
    expect(await say('/requests prod')).toMatch(/Showing 1–8 of 9/);
    await bot.megan.clicks(bot.megan.latest(), 'Older');
    expect(textOf(bot.megan.latest())).toMatch(/Showing 9–9 of 9.*#101/s);
    await bot.megan.clicks(bot.megan.latest(), 'As a file');
    await accept(megan);
    expect(files).toHaveLength(1);
    expect(files[0]).toContain("101,Pending,Contoso Production,'=1+1,");
    expect(files[0]?.trim().split('\r\n')).toHaveLength(10);
  });

  test('as a file is read with the rights of whoever takes it', async () => {
    await submitInChat(bot);
    await say('/requests prod file');
    await accept(alex);
    expect(files).toEqual([]);
    expect(textOf(bot.alex.latest())).toContain('not yours to see');
  });

  test('that would fit one page offer no file', async () => {
    await submitInChat(bot);
    await say('/requests prod');
    expect(buttonsOf(bot.megan.latest().card)).not.toContain('As a file');
  });
});

describe('/users', () => {
  test('of an environment as a file', async () => {
    await say('/users prod');
    await bot.megan.clicks(bot.megan.latest(), 'As a file');
    await accept(megan);
    expect(files[0]).toMatch(/Telephony integration,svc-telephony@\S+,Non-interactive,no,Integration Writer/);
  });

  test('leads to each of them', async () => {
    await say('/users prod');
    await bot.megan.clicks(bot.megan.latest(), 'Show');
    expect(textOf(bot.megan.latest())).toContain('Now in Contoso Production');
  });
});
