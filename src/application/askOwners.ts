import type { Campaign, Evidence, LastSignIn } from '../domain/campaign.ts';
import type { Active } from '../domain/request.ts';
import type { Instant, Person } from '../domain/words.ts';
import type { App } from './app.ts';
import { isFailure } from './failures.ts';
import { findAdmins } from './findAdmins.ts';
import type { CampaignItem } from './ports/campaigns.ts';
import type { NewCard } from './ports/store.ts';
import { postCards } from './postCards.ts';

/** How many users are looked up at once. */
const together = 4;

/** One card for each owner, once it is known when their users last signed in. */
export async function askOwners(app: App, id: number): Promise<void> {
  const campaign = await findRunning(app, id);
  if (!campaign) return;
  const unread = (await app.campaigns.listItems(id, 'open')).filter(({ evidence }) => !evidence);
  for (let from = 0; from < unread.length; from += together) {
    await Promise.all(unread.slice(from, from + together).map((item) => gather(app, id, item)));
  }
  await postToOwners(app, campaign, roundAt(campaign.startedAt));
}

/** A message of its own to the owners who have not answered for all of their users. */
export async function askOwnersAgain(app: App, id: number, round: number): Promise<void> {
  const campaign = await findRunning(app, id);
  if (campaign) await postToOwners(app, campaign, round);
}

/** Whatever is open, on one card for each admin. */
export async function askAdmins(app: App, id: number): Promise<void> {
  const campaign = await findRunning(app, id);
  const [first] = campaign ? await app.campaigns.listItems(id, 'open') : [];
  if (!campaign || !first) return;
  const card = {
    requestId: first.request.id,
    part: 'certifyAll',
    campaign: id,
    round: roundAt(campaign.startedAt),
  } as const;
  await post(
    app,
    (await findAdmins(app)).map((reader) => ({ ...card, reader })),
  );
}

/** The same for a repeated task, another for the next reminder. */
export function roundAt(at: Instant): number {
  return Math.floor(Date.parse(at) / 1000);
}

/** Each card hangs on the first open user of its owner. */
async function postToOwners(app: App, { id: campaign }: Campaign, round: number): Promise<void> {
  const firsts = new Map<Person['id'], CampaignItem>();
  for (const item of await app.campaigns.listItems(campaign, 'open')) {
    const { owner } = item.request.ask;
    if (!firsts.has(owner.id)) firsts.set(owner.id, item);
  }
  const cards = [...firsts.values()].map(({ request }): NewCard => {
    return { requestId: request.id, reader: request.ask.owner, part: 'certify', campaign, round };
  });
  await post(app, cards);
}

async function post(app: App, cards: readonly NewCard[]): Promise<void> {
  await app.store.transaction((transaction) => postCards(transaction, cards));
}

async function findRunning(app: App, id: number): Promise<Campaign | undefined> {
  const campaign = await app.campaigns.findCampaign(id);
  return campaign?.stage === 'ended' ? undefined : campaign;
}

async function gather(app: App, id: number, { request }: CampaignItem): Promise<void> {
  const lastSignIn = await readLastSignIn(app, request as Active);
  const evidence: Evidence = { lastSignIn, readAt: app.world.now() };
  await app.campaigns.saveEvidence(id, request.id, evidence);
}

/** Nobody is kept waiting for it: what cannot be read is not known. */
async function readLastSignIn(app: App, { id, objectId, ask }: Active): Promise<LastSignIn> {
  // Of applications, Graph tells it in its beta alone, which is not for production.
  if ('applicationId' in ask.account) return { kind: 'unknown' };
  try {
    return await app.directory.readLastSignIn(objectId);
  } catch (err) {
    if (!isFailure(err)) throw err;
    app.log.warn({ requestId: id, err }, 'A last sign-in could not be read');
    return { kind: 'unknown' };
  }
}
