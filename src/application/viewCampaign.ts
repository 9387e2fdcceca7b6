import { ownerOf, type Campaign, type SheetScope } from '../domain/campaign.ts';
import type { PersonId, Person } from '../domain/words.ts';
import { environmentOf, type App } from './app.ts';
import type { CardRow } from './ports/store.ts';
import { isAdmin } from './rights.ts';
import type { CampaignView, Sheet } from './views.ts';

/** With more users, Teams would not take the card. Answered ones make room for those behind them. */
const mostOpen = 8;

/** The users that a card of a campaign asks about; undefined of any other card. */
export async function sheetOfCard(app: App, { campaign: id, part, reader }: CardRow): Promise<Sheet | undefined> {
  const campaign = id === undefined ? undefined : await app.campaigns.findCampaign(id);
  return campaign && sheetFor(app, campaign, part === 'certifyAll' ? 'all' : 'own', reader.id as PersonId);
}

/** The same for somebody who clicked. Undefined when it is not theirs to see. */
export async function viewSheet(
  app: App,
  input: { readonly campaign: number; readonly scope: SheetScope; readonly reader: Person },
): Promise<Sheet | undefined> {
  const { scope, reader } = input;
  const campaign = await app.campaigns.findCampaign(input.campaign);
  if (!campaign) return undefined;
  if (scope === 'all' && !(await isAdmin(app, reader))) return undefined;
  return sheetFor(app, campaign, scope, reader.id);
}

/** Undefined before the first one. */
export async function viewCampaign(app: App): Promise<CampaignView | undefined> {
  const campaign = await app.campaigns.latestCampaign();
  if (!campaign) return undefined;
  const [progress, silent] = await Promise.all([
    app.campaigns.progressOf(campaign.id),
    campaign.stage === 'ended' ? [] : app.campaigns.silentOwners(campaign.id),
  ]);
  const environment = campaign.environment && app.settings.environments.get(campaign.environment);
  return { campaign, ...(environment && { environment }), progress, silent, at: app.world.now() };
}

async function sheetFor(app: App, campaign: Campaign, scope: SheetScope, reader: Person['id']): Promise<Sheet> {
  const { open, progress, version } = await app.campaigns.readItems(campaign.id, mostOpen, ownerOf(scope, reader));
  const shown = open.map((item) => ({
    ...item,
    environment: environmentOf(app.settings, item.request.ask.environment),
  }));
  return { campaign, scope, reader, progress, version, open: shown, at: app.world.now() };
}
