import { remindNow, type Campaign, type CampaignRefusal } from '../domain/campaign.ts';
import { accept, refuse, type Result } from '../domain/result.ts';
import type { EnvironmentKey, Person } from '../domain/words.ts';
import type { App } from './app.ts';
import { roundAt } from './askOwners.ts';
import { isAdmin } from './rights.ts';

interface Start {
  readonly environment?: EnvironmentKey;
  readonly correlationId: string;
}

/** An admin lets all owners be asked, or those of one environment. */
export async function startCampaign(
  app: App,
  input: Start & { readonly by: Person },
): Promise<Result<Campaign, CampaignRefusal>> {
  if (!(await isAdmin(app, input.by))) return refuse({ code: 'NotAdmin' });
  return beginCampaign(app, input);
}

/** For an admin, or (without `by`) for the clock. */
export async function beginCampaign(
  app: App,
  { by, environment, correlationId }: Start & { readonly by?: Person },
): Promise<Result<Campaign, CampaignRefusal>> {
  const candidates = await app.campaigns.countCandidates(environment);
  const at = app.world.now();
  const { terms } = app.settings.recertification;
  const started = await app.store.transaction(async (transaction) => {
    const about = { ...(by && { by }), ...(environment && { environment }) };
    if (candidates.users === 0) return undefined;
    const campaign = await transaction.startCampaign({ at, terms, ...about });
    if (!campaign) return undefined;
    await transaction.addTasks([{ name: 'askOwners', campaign: campaign.id }]);
    await transaction.addAudit({
      at,
      actor: by?.id ?? 'seatkeeper',
      what: 'CampaignStarted',
      requestId: null,
      correlationId,
      details: { campaign: campaign.id, terms, ...(environment && { environment }), ...candidates },
    });
    return campaign;
  });
  if (started) return accept(started);
  const running = await app.campaigns.latestCampaign();
  return running && running.stage !== 'ended'
    ? refuse({ code: 'CampaignRuns', campaign: running })
    : refuse({ code: 'NobodyToAsk' });
}

/** An admin wants the owners who have not answered to be reminded. */
export async function remindOwners(app: App, by: Person): Promise<Result<Campaign, CampaignRefusal>> {
  if (!(await isAdmin(app, by))) return refuse({ code: 'NotAdmin' });
  const latest = await app.campaigns.latestCampaign();
  if (!latest) return refuse({ code: 'NoCampaign' });
  const at = app.world.now();
  return app.store.transaction(async (transaction) => {
    const decision = remindNow(await transaction.lockCampaign(latest.id), at);
    if (!decision.ok) return decision;
    await transaction.saveCampaign(decision.value);
    await transaction.addTasks([{ name: 'askOwnersAgain', campaign: latest.id, round: roundAt(at) }]);
    return decision;
  });
}
