import { adminsAskedAt, ownerOf, type Campaign, type SheetScope } from '../domain/campaign.ts';
import type { PersonId, Person } from '../domain/words.ts';
import { environmentOf, type App } from './app.ts';
import type { CardRow } from './ports/store.ts';
import { isAdmin } from './rights.ts';
import type { CampaignView, Sheet } from './views.ts';

/** With more users, Teams would not take the card. */
const pageLength = 8;

/** The users that a card of a campaign asks about; undefined of any other card. */
export async function sheetOfCard(app: App, { campaign: id, part, reader, page }: CardRow): Promise<Sheet | undefined> {
  const campaign = id === undefined ? undefined : await app.campaigns.findCampaign(id);
  const scope = part === 'certifyAll' ? 'all' : 'own';
  return campaign && sheetFor(app, campaign, { scope, reader: reader.id as PersonId, page });
}

/** The same for somebody who clicked. Undefined when it is not theirs to see. */
export async function viewSheet(
  app: App,
  input: {
    readonly campaign: number;
    readonly scope: SheetScope;
    readonly reader: Person;
    readonly page: number | undefined;
  },
): Promise<Sheet | undefined> {
  const { scope, reader, page } = input;
  const campaign = await app.campaigns.findCampaign(input.campaign);
  if (!campaign) return undefined;
  if (scope === 'all' && !(await isAdmin(app, reader))) return undefined;
  return sheetFor(app, campaign, { scope, reader: reader.id, page });
}

/** Without an id the latest one; undefined before the first. */
export async function viewCampaign(app: App, id?: number): Promise<CampaignView | undefined> {
  const campaign = await (id === undefined ? app.campaigns.latestCampaign() : app.campaigns.findCampaign(id));
  if (!campaign) return undefined;
  const [progress, silent] = await Promise.all([
    app.campaigns.progressOf(campaign.id),
    campaign.stage === 'ended' ? [] : app.campaigns.silentOwners(campaign.id),
  ]);
  const environment = campaign.environment && app.settings.environments.get(campaign.environment);
  return { campaign, ...(environment && { environment }), progress, silent, at: app.world.now() };
}

async function sheetFor(
  app: App,
  campaign: Campaign,
  { scope, reader, page }: Pick<Sheet, 'scope' | 'reader'> & { readonly page: number | undefined },
): Promise<Sheet> {
  const owner = ownerOf(scope, reader);
  const read = await app.campaigns.readItems(campaign.id, {
    // Of everybody's users, an admin is shown those for whom the owners did not answer while they were asked alone.
    ...(owner === undefined ? { answeredSince: adminsAskedAt(campaign) } : { owner }),
    ...(page !== undefined && { page }),
    pageLength,
  });
  const items = read.items.map((item) => ({
    ...item,
    environment: environmentOf(app.settings, item.request.ask.environment),
  }));
  return { ...read, campaign, scope, reader, items, pageLength, at: app.world.now() };
}
