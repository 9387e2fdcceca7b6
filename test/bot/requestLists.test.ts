import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startTestBot, submitInChat, type TestBot } from '../support/bot.ts';
import { buttonsOf } from '../support/cardActions.ts';
import { answerOffer, startDrive, type Drive } from '../support/files.ts';
import { submitted } from '../support/journeys.ts';
import { alex, megan, nestor } from '../support/requests.ts';
import { textOf, type TeamsPerson } from '../support/teams.ts';

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

async function say(text: string, person: TeamsPerson = bot.megan): Promise<string> {
  await person.says(text);
  return textOf(person.latest()).replaceAll('\\', '');
}

/** The file that they have taken. */
async function taken(who: typeof megan = megan): Promise<string | undefined> {
  await answerOffer(bot, { uploadUrl: drive.url, who });
  return drive.puts.at(-1)?.body;
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
    expect(await say('/requests open prod')).toContain('“open” stands alone');
    expect(await say(`/requests ${'x'.repeat(10_000)}`)).toMatch(/x… ?” is neither an environment nor a person/);
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
    const file = await taken();
    expect(drive.puts).toHaveLength(1);
    expect(file).toContain("101,Pending,Contoso Production,'=1+1,");
    expect(file?.trim().split('\r\n')).toHaveLength(10);
  });

  test('as a file is read with the rights of whoever takes it', async () => {
    await submitInChat(bot);
    await say('/requests prod file');
    expect(await taken(alex)).toBeUndefined();
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
    expect(await taken()).toMatch(/Telephony integration,svc-telephony@\S+,Non-interactive,no,Integration Writer/);
  });

  test('leads to each of them', async () => {
    await say('/users prod');
    await bot.megan.clicks(bot.megan.latest(), 'Show');
    expect(textOf(bot.megan.latest())).toContain('Now in Contoso Production');
  });
});
