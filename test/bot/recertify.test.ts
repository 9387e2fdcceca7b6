import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Active } from '../../src/domain/request.ts';
import type { RequestId, SystemUserId } from '../../src/domain/words.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { answerOffer, fileCard } from '../support/files.ts';
import { approved, inDays, stored } from '../support/journeys.ts';
import { megan, nestor } from '../support/requests.ts';
import { textOf, type Message, type TeamsPerson } from '../support/teams.ts';

let bot: TestBot;
let owner: TeamsPerson;
let id: RequestId;
beforeEach(async () => {
  bot = await startTestBot();
  owner = bot.teams.person(nestor);
  await owner.installs();
  await bot.megan.installs();
  ({ id } = await approved(bot, { until: inDays(bot, 300) }));
  await bot.settle();
});
afterEach(() => bot.stop());

async function begin(): Promise<void> {
  await bot.megan.says('/recertify');
  await bot.megan.clicks(bot.megan.latest(), 'Start');
  await bot.settle();
}

describe('/recertify', () => {
  test('shows what would happen before anybody is asked, and then asks', async () => {
    await bot.megan.says('/recertify prod');
    expect(textOf(bot.megan.latest())).toMatch(
      /Nothing is asked yet.*Contoso Production would ask 1 owner about 1 user.*reminded after 7 days.*\[Start\]/s,
    );
    expect(await bot.app.campaigns.latestCampaign()).toBeUndefined();
    await bot.megan.clicks(bot.megan.latest(), 'Start');
    expect(textOf(bot.megan.latest())).toMatch(/has begun.*□.*1 open of 1.*Nestor Wilke \(1\).*\[Remind now\]/s);
    await bot.settle();
    expect(owner.latest().summary).toBe('Still needed? 1 user of yours waits for your answer');
  });

  test('is for admins', async () => {
    await bot.alex.says('recertify');
    expect(textOf(bot.alex.latest())).toMatch(/Only admins of Seatkeeper can run a recertification/);
  });

  test('says which environments there are, and that there is nobody to ask', async () => {
    await bot.megan.says('/recertify moon');
    expect(textOf(bot.megan.latest())).toMatch(/No environment is called “moon”.*Contoso Production/s);
    await bot.megan.says('/recertify test');
    expect(textOf(bot.megan.latest())).toContain('There is nobody to ask');
  });

  test('shows how it stands, and reminds once an hour', async () => {
    await begin();
    await bot.megan.says('/recertify');
    await bot.megan.clicks(bot.megan.latest(), 'Remind now');
    expect(textOf(bot.megan.latest())).toContain('less than an hour ago');
    await bot.pass(60 * 60 * 1000);
    const before = owner.messages().length;
    await bot.megan.clicks(bot.megan.latest(), 'Remind now');
    expect(textOf(bot.megan.latest())).toContain('gets a reminder');
    await bot.settle();
    expect(owner.messages()).toHaveLength(before + 1);
  });

  test('an old Start button begins no second one', async () => {
    await bot.megan.says('/recertify');
    const offer = bot.megan.latest();
    const old = { ...offer };
    await bot.megan.clicks(offer, 'Start');
    await bot.megan.clicks(old, 'Start');
    expect(textOf(bot.megan.latest())).toContain('A recertification runs already');
  });

  test('offers the answers as a file', async () => {
    await bot.megan.says('/recertify export');
    expect(textOf(bot.megan.latest())).toContain('No recertification runs');
    await begin();
    await bot.megan.says('/recertify export');
    expect(fileCard(bot, 'consent')).toMatchObject({ name: 'seatkeeper-recertification-1.csv' });
    await answerOffer(bot, { uploadUrl: 'http://127.0.0.1:9/', who: nestor });
    expect(textOf(owner.latest())).toContain('Only admins of Seatkeeper');
  });
});

describe('the owner’s card', () => {
  test('shows what is known of the user, and takes a confirmation', async () => {
    await begin();
    const card = owner.latest();
    expect(textOf(card)).toMatch(/Are these users still needed\?.*Last sign-in: none on record.*Roles: .*\[Confirm\]/s);
    await owner.clicks(card, 'Confirm');
    expect(textOf(card)).toMatch(new RegExp(`Confirmed: #${id}.*Nothing is left to answer`, 's'));
    expect(await stored(bot, id)).toMatchObject({ confirmed: { by: { id: nestor.id } } });
  });

  test('says what a release does before it is done, and releases', async () => {
    await begin();
    const card = owner.latest();
    expect(JSON.stringify(card.card)).toMatch(/"isVisible":false.*Releasing it takes all roles from/);
    await owner.clicks(card, `Release #${id}`);
    expect(textOf(card)).toContain(`Released: #${id}`);
    await bot.settle();
    expect((await stored(bot, id)).status).toBe('Revoked');
  });

  test('lets nobody else answer, whatever they send', async () => {
    await begin();
    await bot.alex.invokes({
      action: { verb: 'releaseUsers', data: { campaign: 1, scope: 'all', users: String(id) } },
    });
    expect((await stored(bot, id)).status).toBe('Active');
  });

  test('turns no page for somebody else', async () => {
    await begin();
    const { body } = await bot.alex.invokes({
      action: { verb: 'turnPage', data: { campaign: 1, scope: 'all', page: 1 } },
    });
    expect(JSON.stringify(body)).toContain('not yours to see');
    expect(JSON.stringify(body)).not.toContain(`#${id}`);
  });

  test('of a recertification that is over says so', async () => {
    await begin();
    const card = owner.latest();
    await bot.megan.invokes({
      action: { verb: 'confirmUsers', data: { campaign: 1, scope: 'own', users: String(id) } },
    });
    await owner.clicks(card, 'Confirm');
    expect(textOf(card)).toContain('answered already');
    expect(await stored(bot, id)).toMatchObject({ confirmed: { by: { id: megan.id } } });
  });
});

test('with more users than a card has room for, the owner’s card shows all of them by pages, each in its place whatever is answered', async () => {
  const shownOn = (card: Message) => [...textOf(card).matchAll(/^#(\d+)/gm)].map(([, number]) => Number(number));
  await moreRecords(9);
  await begin();
  const card = owner.latest();
  expect(textOf(card)).toContain('Showing 1–8 of 10 users');
  expect(shownOn(card)).toEqual([101, 102, 103, 104, 105, 106, 107, 108]);
  await owner.clicks(card, 'Next');
  expect(shownOn(card)).toEqual([109, 110]);
  await owner.clicks(card, 'Release #110');
  await bot.settle();
  // Although the bot has brought the card to the truth meanwhile.
  expect(textOf(card)).toMatch(/Showing 9–10 of 10 users.*#110 .*\n– Released by Nestor Wilke/s);
  expect((await stored(bot, 110 as RequestId)).status).toBe('Revoked');
  await owner.clicks(card, 'Previous');
  await owner.clicks(card, 'Confirm these 8');
  expect(shownOn(card)).toHaveLength(8);
  await bot.settle();
  expect(textOf(card)).toMatch(/Showing 1–8 of 10 users.*✓ Confirmed by Nestor Wilke/s);
  expect(textOf(card)).toContain('8 confirmed · 1 released · 1 open');
  expect(await stored(bot, 109 as RequestId)).not.toHaveProperty('confirmed');
  // A reminder begins where something is open.
  await bot.pass(60 * 60 * 1000);
  await bot.megan.says('/recertify');
  await bot.megan.clicks(bot.megan.latest(), 'Remind now');
  await bot.settle();
  expect(shownOn(owner.latest())).toEqual([109, 110]);
});

/** As if they had been made for Nestor too. */
async function moreRecords(number: number): Promise<void> {
  const request = (await stored(bot, id)) as Active;
  const cause = { actor: nestor.id, correlationId: 'test' };
  for (let made = 0; made < number; made++) {
    const systemUserId = randomUUID() as SystemUserId;
    await bot.app.store.transaction((transaction) =>
      transaction.insertRequest((next) => ({ request: { ...request, id: next, systemUserId }, events: [] }), cause),
    );
  }
}
