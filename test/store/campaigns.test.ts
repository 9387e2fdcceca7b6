import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CampaignStore } from '../../src/application/ports/campaigns.ts';
import type { Campaign } from '../../src/domain/campaign.ts';
import type { Active } from '../../src/domain/request.ts';
import type { EnvironmentKey, Person, RequestId } from '../../src/domain/words.ts';
import { createCampaignStore } from '../../src/store/campaigns.ts';
import { openStore, type StoreHarness } from './harness.ts';
import { active, at, cause, megan, person } from './samples.ts';

let opened: StoreHarness;
let campaigns: CampaignStore;
const nestor = person('a3', 'Nestor Wilke');
const [here, there] = ['prod', 'test'] as [EnvironmentKey, EnvironmentKey];
const terms = { remindAfter: 1, adminsAfter: 2, endAfter: 3, ifUnanswered: 'keep' } as const;
const ids: RequestId[] = [];

beforeAll(async () => {
  opened = await openStore();
  campaigns = createCampaignStore(opened.db);
  ids.push(await insert(megan, here), await insert(nestor, here), await insert(megan, there));
});
afterAll(() => opened.close());

async function insert(owner: Person, environment: EnvironmentKey): Promise<RequestId> {
  const { request } = await opened.store.transaction((transaction) =>
    transaction.insertRequest((id) => {
      const made = active(id, at(id), { environment });
      return { request: { ...made, ask: { ...made.ask, owner } }, events: [] };
    }, cause),
  );
  return request.id;
}

function start(environment?: EnvironmentKey): Promise<Campaign | undefined> {
  const about = environment ? { environment } : {};
  return opened.store.transaction((transaction) =>
    transaction.startCampaign({ at: at(10), by: megan, terms, ...about }),
  );
}

async function end(campaign: Campaign): Promise<void> {
  await opened.store.transaction(async (transaction) => {
    await transaction.saveCampaign({ ...campaign, stage: 'ended', endedAt: at(20) });
    await transaction.closeItems(campaign.id, at(20));
  });
}

async function begun(environment?: EnvironmentKey): Promise<Campaign> {
  const campaign = await start(environment);
  if (!campaign) throw new Error('Another campaign runs');
  return campaign;
}

/** As any change of a request. */
async function touch(id: RequestId): Promise<void> {
  await opened.store.transaction(async (transaction) => {
    const stored = await transaction.lockRequest(id);
    if (stored) await transaction.saveRequest(stored.request, [], cause);
  });
}

describe('campaigns', () => {
  test('one runs at a time, also when two begin at once, and it is about those who are active', async () => {
    expect(await campaigns.countCandidates()).toEqual({ users: 3, owners: 2 });
    expect(await campaigns.countCandidates(here)).toEqual({ users: 2, owners: 2 });
    const [one, other] = await Promise.all([start(), start()]);
    const campaign = one ?? other;
    if (!campaign) throw new Error('None began');
    expect([one, other].filter(Boolean)).toHaveLength(1);
    expect(campaign).toMatchObject({ startedBy: megan, startedAt: at(10), askedAt: at(10), stage: 'asking', terms });
    expect(await campaigns.findCampaign(campaign.id)).toEqual(campaign);
    expect(await campaigns.progressOf(campaign.id)).toMatchObject({ total: 3, open: 3 });
    expect(await campaigns.silentOwners(campaign.id)).toEqual([
      { owner: megan, open: 2 },
      { owner: nestor, open: 1 },
    ]);
    await end(campaign);
    expect(await campaigns.latestCampaign()).toMatchObject({ stage: 'ended', endedAt: at(20), version: 2 });
    expect(await campaigns.progressOf(campaign.id)).toMatchObject({ total: 3, gone: 3, open: 0 });
  });

  test('the schedule counts from the last one about everything, and from the oldest user', async () => {
    const part = await begun(here);
    await end(part);
    expect(await campaigns.scheduleBasis()).toEqual({ last: at(10), oldest: at(ids[0] ?? 0) });
  });

  test('answers are kept with who gave them, once, and evidence beside them', async () => {
    const campaign = await begun(here);
    const [first, second] = ids as [RequestId, RequestId];
    const evidence = { lastSignIn: { kind: 'at', at: at(1) }, readAt: at(11) } as const;
    await campaigns.saveEvidence(campaign.id, first, evidence);
    await opened.store.transaction(async (transaction) => {
      expect(await transaction.lockItem(campaign.id, first)).toBe('open');
      await transaction.answerItem(campaign.id, first, { answer: 'confirmed', at: at(12), by: megan });
      expect(await transaction.lockItem(campaign.id, first)).toBe('answered');
      expect(await transaction.lockItem(campaign.id, ids[2] ?? second)).toBeUndefined();
    });
    const [answered, open] = await campaigns.listItems(campaign.id, 'all');
    expect(answered).toMatchObject({ answer: 'confirmed', answeredBy: megan, answeredAt: at(12), evidence });
    expect(open).toMatchObject({ request: { id: second, ask: { owner: nestor } } });
    expect(open).not.toHaveProperty('answer');
    expect((await campaigns.listItems(campaign.id, 'open')).map(({ request }) => request.id)).toEqual([second]);
    await end(campaign);
  });

  test('a page has one owner’s open users, and another version after every change of any of them', async () => {
    const campaign = await begun();
    const page = await campaigns.readItems(campaign.id, { owner: megan.id, pageLength: 1 });
    expect(page).toMatchObject({ progress: { total: 2, open: 2 }, listed: 2, items: [{ request: { id: ids[0] } }] });
    await touch(ids[1] as RequestId);
    expect((await campaigns.readItems(campaign.id, { owner: megan.id, pageLength: 1 })).version).toBe(page.version);
    await touch(ids[2] as RequestId);
    expect((await campaigns.readItems(campaign.id, { owner: megan.id, pageLength: 1 })).version).toBe(page.version + 1);
    expect((await campaigns.readItems(campaign.id, { pageLength: 9 })).items).toHaveLength(3);
    await end(campaign);
  });

  test('answered users keep their places on the pages; without a page, the first with an open one is meant', async () => {
    const campaign = await begun();
    const read = (page?: number) => campaigns.readItems(campaign.id, { pageLength: 1, ...(page && { page }) });
    await opened.store.transaction((transaction) =>
      transaction.answerItem(campaign.id, ids[0] as RequestId, { answer: 'confirmed', at: at(12), by: megan }),
    );
    expect(await read()).toMatchObject({ page: 2, listed: 3, items: [{ request: { id: ids[1] } }] });
    expect(await read(1)).toMatchObject({ page: 1, items: [{ answer: 'confirmed', request: { id: ids[0] } }] });
    expect(await read(9)).toMatchObject({ page: 3, items: [{ request: { id: ids[2] } }] });
    const since = { pageLength: 9, answeredSince: at(13) };
    expect(await campaigns.readItems(campaign.id, since)).toMatchObject({ listed: 2, progress: { total: 3 } });
    expect(await campaigns.readItems(campaign.id, { ...since, answeredSince: at(12) })).toMatchObject({ listed: 3 });
    await end(campaign);
  });

  test('a card is old when any of its users changed, and is found by each of them', async () => {
    const campaign = await begun();
    const [anchor, others, own] = ids as [RequestId, RequestId, RequestId];
    const posted = { activityId: 'm1', conversationId: 'c1' };
    const card = { requestId: anchor, reader: megan, part: 'certify', campaign: campaign.id, posted } as const;
    const [row] = await opened.store.transaction((transaction) => transaction.addCards([card]));
    if (!row) throw new Error('The card was not added');
    const { version } = await campaigns.readItems(campaign.id, { owner: megan.id, pageLength: 9 });
    await opened.store.updateCard(row.id, { shownVersion: version });
    const old = async () => (await opened.store.cardsToRepair(at(0), 9)).map(({ id }) => id);
    expect(await old()).toEqual([]);
    await touch(others);
    expect(await old()).toEqual([]);
    await touch(own);
    expect(await old()).toEqual([row.id]);
    expect(await campaigns.sheetsAbout(own)).toEqual([anchor]);
    expect(await campaigns.sheetsAbout(others)).toEqual([]);
    expect(await campaigns.sheetsAbout(anchor)).toEqual([]);
    await end(campaign);
    expect(await old()).toEqual([row.id]);
    await opened.store.updateCard(row.id, {
      shownVersion: (await campaigns.readItems(campaign.id, { pageLength: 9 })).version,
    });
    await touch(own);
    expect(await old()).toEqual([]);
  });

  test('a user that ended meanwhile is no longer open', async () => {
    const campaign = await begun(there);
    const id = ids[2] as RequestId;
    await opened.store.transaction(async (transaction) => {
      const { request } = (await transaction.lockRequest(id)) as { request: Active };
      const replaced = { ...request, status: 'Replaced', replacedAt: at(15), by: 999 as RequestId } as const;
      await transaction.saveRequest(replaced, [], cause);
    });
    expect(await campaigns.progressOf(campaign.id)).toMatchObject({ open: 0, gone: 1 });
    expect(await campaigns.silentOwners(campaign.id)).toEqual([]);
    await end(campaign);
  });
});
