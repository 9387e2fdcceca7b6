import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { answerCampaign } from '../../src/application/answerCampaign.ts';
import { writeCampaign } from '../../src/application/campaignExport.ts';
import { remindOwners, startCampaign } from '../../src/application/campaigns.ts';
import { revokeUser } from '../../src/application/endUser.ts';
import { sweep } from '../../src/application/sweep.ts';
import { viewCampaign } from '../../src/application/viewCampaign.ts';
import type { Sheet } from '../../src/application/views.ts';
import type { Campaign } from '../../src/domain/campaign.ts';
import type { Active } from '../../src/domain/request.ts';
import type { Person, RequestId } from '../../src/domain/words.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { approved, inDays, stored } from '../support/journeys.ts';
import { alex, megan, mona, nestor } from '../support/requests.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;

let bot: TestApp;
afterEach(() => bot.stop());

async function begin(recertification?: object): Promise<void> {
  bot = await startTestApp(recertification ? { recertification } : {});
  await bot.services.control('PATCH', '/environments/prod', { limit: 50 });
  await Promise.all([nestor, mona].map((person) => bot.app.contacts.saveContact(person, { person: person.id })));
}

async function active(owner: Person = nestor, integration = 'SAP order sync'): Promise<Active> {
  const request = await approved(bot, { owner: owner.id, integration, until: inDays(bot, 360) });
  await bot.settle();
  return (await stored(bot, request.id)) as Active;
}

async function start(by: Person = megan): Promise<Campaign> {
  const started = await startCampaign(bot.app, { by, correlationId: 'test' });
  if (!started.ok) throw new Error(started.refusal.code);
  await bot.settle();
  return started.value;
}

/** The clock looks after so many days. */
async function after(days: number): Promise<void> {
  await bot.pass(days * day);
  await sweep(bot.app, 'test');
  await bot.settle();
}

function answers(campaign: Campaign, users: readonly RequestId[], answer: 'confirm' | 'release', by: Person = nestor) {
  return answerCampaign(bot.app, { campaign: campaign.id, users, answer, by, correlationId: 'test' });
}

function sheets(reader: Person): readonly Sheet[] {
  return bot.desk.cardsOf(reader.id).flatMap(({ sheet }) => (sheet ? [sheet] : []));
}

function openOn(sheet: Sheet | undefined): readonly RequestId[] | undefined {
  return sheet?.items.flatMap(({ request, answer }) =>
    answer === undefined && request.status === 'Active' ? [request.id] : [],
  );
}

async function words(): Promise<readonly string[]> {
  return bot.app.audit.read(async (view) => {
    const found: string[] = [];
    for await (const rows of view.rows()) found.push(...rows.map(({ entry }) => entry.what));
    return found.filter((what) => what.startsWith('Campaign'));
  });
}

describe('a campaign', () => {
  beforeEach(() => begin());

  test('asks each owner once, on one card with all of their users and what is known of them', async () => {
    const [one, two, other] = [await active(), await active(nestor, 'Billing'), await active(mona, 'Reports')];
    await start();
    expect(sheets(nestor).map(openOn)).toEqual([[one.id, two.id]]);
    expect(sheets(mona).map(openOn)).toEqual([[other.id]]);
    expect(sheets(nestor)[0]?.items[0]).toMatchObject({ evidence: { lastSignIn: { kind: 'none' } } });
    expect(await words()).toEqual(['CampaignStarted']);
  });

  test('is begun by admins alone, one at a time, and not without users', async () => {
    const nobody = await startCampaign(bot.app, { by: megan, correlationId: 'test' });
    expect(nobody).toMatchObject({ refusal: { code: 'NobodyToAsk' } });
    await active();
    const stranger = await startCampaign(bot.app, { by: alex, correlationId: 'test' });
    expect(stranger).toMatchObject({ refusal: { code: 'NotAdmin' } });
    await start();
    const second = await startCampaign(bot.app, { by: megan, correlationId: 'test' });
    expect(second).toMatchObject({ refusal: { code: 'CampaignRuns' } });
  });

  test('asks although nobody can say when a user signed in last', async () => {
    await active();
    await bot.services.fault({ match: { path: 'signInActivity' }, times: 'always', status: 403, code: 'Forbidden' });
    await start();
    expect(sheets(nestor)[0]?.items[0]).toMatchObject({ evidence: { lastSignIn: { kind: 'unknown' } } });
  });

  test('a user that is confirmed stays, one that is released goes, and the card shows what is left', async () => {
    const [kept, released, open] = [await active(), await active(nestor, 'B'), await active(nestor, 'C')];
    const campaign = await start();
    expect(await answers(campaign, [kept.id], 'confirm')).toMatchObject({ answered: [kept.id] });
    expect(await answers(campaign, [released.id], 'release')).toMatchObject({ answered: [released.id] });
    await bot.settle();
    expect(await stored(bot, kept.id)).toMatchObject({
      status: 'Active',
      confirmed: { by: nestor, campaign: campaign.id },
    });
    expect(await stored(bot, released.id)).toMatchObject({ status: 'Revoked', revocation: { cause: 'released' } });
    expect(sheets(nestor).map(openOn)).toEqual([[open.id]]);
    expect(sheets(nestor)[0]?.progress).toMatchObject({ total: 3, confirmed: 1, released: 1, open: 1 });
  });

  test('is answered by the owner or an admin, once', async () => {
    const { id } = await active();
    const campaign = await start();
    expect(await answers(campaign, [id], 'confirm', alex)).toMatchObject({
      refused: [{ refusal: { code: 'NotOwner' } }],
    });
    expect(await answers(campaign, [id], 'confirm', megan)).toMatchObject({ answered: [id] });
    expect(await answers(campaign, [id], 'release')).toMatchObject({ late: [id], answered: [] });
    expect((await stored(bot, id)).status).toBe('Active');
  });

  test('two answers at the same moment count once', async () => {
    const { id } = await active();
    const campaign = await start();
    const both = await Promise.all([answers(campaign, [id], 'confirm'), answers(campaign, [id], 'release', megan)]);
    expect(both.flatMap(({ answered }) => answered)).toEqual([id]);
    expect(both.flatMap(({ late }) => late)).toEqual([id]);
  });

  test('drops a user that ended meanwhile, and ends with the last answer', async () => {
    const [gone, open] = [await active(), await active(nestor, 'B')];
    const campaign = await start();
    const wish = { id: gone.id, by: megan, correlationId: 'test', cause: 'revoked', reason: 'Not needed' } as const;
    await revokeUser(bot.app, wish);
    await bot.settle();
    expect(sheets(nestor).map(openOn)).toEqual([[open.id]]);
    await answers(campaign, [open.id], 'confirm');
    await after(0);
    expect(await viewCampaign(bot.app)).toMatchObject({
      campaign: { stage: 'ended' },
      progress: { total: 2, confirmed: 1, gone: 1, open: 0 },
    });
    expect(sheets(nestor)[0]).toMatchObject({ campaign: { stage: 'ended' } });
    expect(await words()).toEqual(['CampaignStarted', 'CampaignEnded']);
    expect((await start()).id).not.toBe(campaign.id);
  });

  test('without an answer reminds the owner, asks the admins, and keeps the user in the end', async () => {
    const { id } = await active();
    const campaign = await start();
    await after(6);
    expect(sheets(nestor)).toHaveLength(1);
    await after(1);
    expect(sheets(nestor).map(openOn)).toEqual([[id], [id]]);
    await after(7);
    expect(sheets(megan)).toMatchObject([{ scope: 'all', items: [{ request: { id, ask: { owner: nestor } } }] }]);
    await after(7);
    expect(await stored(bot, id)).toMatchObject({ status: 'Active', confirmed: { campaign: campaign.id } });
    expect(await viewCampaign(bot.app)).toMatchObject({ campaign: { stage: 'ended' }, progress: { kept: 1, open: 0 } });
    expect(bot.desk.notifications.filter(({ view }) => view.kind === 'campaignEnded')).toMatchObject([
      { reader: megan.id, view: { kind: 'campaignEnded', campaign: { progress: { kept: 1, open: 0 } } } },
    ]);
    await after(1);
    expect(sheets(nestor)).toHaveLength(2);
  });

  test('owners are reminded by hand once an hour', async () => {
    await active();
    await start();
    expect(await remindOwners(bot.app, alex)).toMatchObject({ refusal: { code: 'NotAdmin' } });
    expect(await remindOwners(bot.app, megan)).toMatchObject({ refusal: { code: 'RemindedAlready' } });
    await bot.pass(hour);
    expect(await remindOwners(bot.app, megan)).toMatchObject({ ok: true });
    await bot.settle();
    expect(sheets(nestor)).toHaveLength(2);
  });

  test('goes on after the process died while it began and while it was answered', async () => {
    const { id } = await active();
    bot.crashAtSave(0);
    await expect(startCampaign(bot.app, { by: megan, correlationId: 'test' })).rejects.toThrow('died');
    expect(await viewCampaign(bot.app)).toBeUndefined();
    const campaign = await start();
    bot.crashAtSave(0);
    await expect(answers(campaign, [id], 'confirm')).rejects.toThrow('died');
    expect(await viewCampaign(bot.app)).toMatchObject({ progress: { open: 1 } });
    expect(await answers(campaign, [id], 'confirm')).toMatchObject({ answered: [id] });
  });

  test('an owner who cannot be written to gets the card when they come', async () => {
    const { id } = await active();
    await bot.app.contacts.removeContact(nestor.id);
    await start();
    expect(sheets(nestor)).toEqual([]);
    await bot.app.contacts.saveContact(nestor, { person: nestor.id });
    await bot.app.store.transaction((transaction) => transaction.addTasks([{ name: 'catchUp', person: nestor.id }]));
    await bot.settle();
    expect(sheets(nestor).map(openOn)).toEqual([[id]]);
  });

  test('the export has every user with its answer and who gave it', async () => {
    const [one, two] = [await active(), await active(mona, '=Reports')];
    const campaign = await start();
    await answers(campaign, [one.id], 'confirm');
    const lines = (await writeCampaign(bot.app, campaign.id)).trim().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(new RegExp(`^${one.id},svc-.*,Nestor Wilke,.*,confirmed,Nestor Wilke,2.*,none,`));
    expect(lines[2]).toMatch(new RegExp(`^${two.id},svc-.*,'=Reports,.*,open,,,none,`));
  });
});

describe('where the configuration says so', () => {
  test('a user that nobody answered for is revoked', async () => {
    await begin({ ifUnanswered: 'revoke' });
    const { id } = await active();
    await start();
    await after(21);
    await after(0);
    expect(await stored(bot, id)).toMatchObject({ status: 'Revoked', revocation: { cause: 'unanswered' } });
    expect(await viewCampaign(bot.app)).toMatchObject({ campaign: { stage: 'ended' }, progress: { revoked: 1 } });
  });

  test('campaigns begin by schedule, the first so long after the oldest user was made', async () => {
    await begin({ every: '60d' });
    const { id } = await active();
    await after(59);
    expect(await viewCampaign(bot.app)).toBeUndefined();
    await after(1);
    expect(sheets(nestor).map(openOn)).toEqual([[id]]);
    const first = await viewCampaign(bot.app);
    expect(first?.campaign).not.toHaveProperty('startedBy');
    await after(21);
    expect((await viewCampaign(bot.app))?.campaign.stage).toBe('ended');
    await after(39);
    expect((await viewCampaign(bot.app))?.campaign.id).toBe((first?.campaign.id ?? 0) + 1);
  });
});
