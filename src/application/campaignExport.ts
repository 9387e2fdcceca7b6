import { addressOf } from '../domain/ask.ts';
import type { LastSignIn } from '../domain/campaign.ts';
import type { PersonId } from '../domain/words.ts';
import { environmentOf, type App } from './app.ts';
import { csvLine } from './auditExport.ts';
import type { CampaignItem } from './ports/campaigns.ts';

const columns = [
  'request',
  'user',
  'integration',
  'environment',
  'owner',
  'ownerAddress',
  'answer',
  'by',
  'when',
  'lastSignIn',
  'lastSignInRead',
  'made',
  'lastDay',
  'roles',
] as const;

/** Every user of a campaign with its answer and what was known of it, as CSV (RFC 4180). For the size alone. */
export async function writeCampaign(app: App, id: number): Promise<string> {
  const items = await app.campaigns.listItems(id, 'all');
  return [csvLine(columns), ...items.map((item) => csvLine(cellsOf(app, item)))].join('');
}

/** The same, and the audit says first that it leaves the house. */
export async function exportCampaign(
  app: App,
  id: number,
  by: { readonly actor: PersonId; readonly correlationId: string },
): Promise<string> {
  await app.store.transaction((transaction) =>
    transaction.addAudit({
      at: app.world.now(),
      ...by,
      what: 'Exported',
      requestId: null,
      details: { campaign: id, format: 'csv' },
    }),
  );
  return writeCampaign(app, id);
}

function cellsOf(app: App, item: CampaignItem): readonly string[] {
  const { request, evidence, answer, answeredBy, answeredAt } = item;
  const { ask } = request;
  const open = answer === undefined && request.status === 'Active';
  return [
    String(request.id),
    addressOf(ask.account),
    ask.integration,
    environmentOf(app.settings, ask.environment).name,
    ask.owner.name,
    ask.owner.upn ?? '',
    answer ?? (open ? 'open' : 'gone'),
    answeredBy?.name ?? '',
    answeredAt ?? '',
    signInCell(evidence?.lastSignIn),
    evidence?.readAt ?? '',
    'activeAt' in request ? request.activeAt : '',
    ask.until,
    ask.roles.map(({ name }) => name).join('; '),
  ];
}

function signInCell(last: LastSignIn | undefined): string {
  return last?.kind === 'at' ? last.at : (last?.kind ?? 'unknown');
}
