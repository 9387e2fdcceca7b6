import { nextCampaignAt, nextStep, takeStep, type Campaign } from '../domain/campaign.ts';
import type { Person } from '../domain/words.ts';
import { answerFor } from './answerCampaign.ts';
import type { App } from './app.ts';
import { roundAt } from './askOwners.ts';
import { beginCampaign } from './campaigns.ts';
import { findAdmins } from './findAdmins.ts';
import { addNotifications } from './notifications.ts';
import type { Transaction } from './ports/store.ts';

/** By the clock: goes on with the campaign that runs, or begins the one whose time has come. May run at any time. */
export async function moveCampaign(app: App, correlationId: string): Promise<void> {
  const campaign = await app.campaigns.latestCampaign();
  if (!campaign || campaign.stage === 'ended') return startScheduled(app, correlationId);
  const at = app.world.now();
  const { open } = await app.campaigns.progressOf(campaign.id);
  if (nextStep(campaign, open, at) === 'settle') await settle(app, campaign, correlationId);
  // Whatever is being changed right now is settled with the next look.
  const left = await app.campaigns.progressOf(campaign.id);
  const admins = nextStep(campaign, left.open, at) === 'end' ? await findAdmins(app) : [];
  await app.store.transaction(async (transaction) => {
    const locked = await transaction.lockCampaign(campaign.id);
    const step = locked && nextStep(locked, left.open, at);
    if (!step || step === 'settle') return;
    const moved = takeStep(locked, step, at);
    await transaction.saveCampaign(moved);
    if (step === 'end') await end(transaction, moved, admins, correlationId);
    else
      await transaction.addTasks([step === 'remind' ? reminderOf(moved) : { name: 'askAdmins', campaign: moved.id }]);
  });
}

async function startScheduled(app: App, correlationId: string): Promise<void> {
  const { every } = app.settings.recertification;
  if (every === undefined) return;
  const { last, oldest } = await app.campaigns.scheduleBasis();
  const due = nextCampaignAt(last, oldest, every);
  if (due && due <= app.world.now()) await beginCampaign(app, { correlationId });
}

/** Nobody answered for these, so the configuration does. */
async function settle(app: App, { id, terms }: Campaign, correlationId: string): Promise<void> {
  const answer = terms.ifUnanswered === 'keep' ? 'confirm' : 'release';
  const input = { campaign: id, by: 'clock', admin: false, answer, correlationId } as const;
  for (const { request } of await app.campaigns.listItems(id, 'open')) {
    const result = await answerFor(app, request.id, input);
    if (typeof result === 'object') {
      app.log.info({ requestId: request.id, campaign: id, code: result.code }, 'A user cannot be settled now');
    }
  }
}

async function end(
  transaction: Transaction,
  { id, endedAt, startedAt }: Campaign,
  admins: readonly Person[],
  correlationId: string,
): Promise<void> {
  const at = endedAt ?? startedAt;
  await transaction.closeItems(id, at);
  const content = { kind: 'campaignEnded', campaign: id } as const;
  await addNotifications(
    transaction,
    admins.map((reader) => ({ reader: reader.id, content })),
  );
  await transaction.addAudit({
    at,
    actor: 'seatkeeper',
    what: 'CampaignEnded',
    requestId: null,
    correlationId,
    details: { campaign: id },
  });
}

function reminderOf({ id, askedAt }: Campaign) {
  return { name: 'askOwnersAgain', campaign: id, round: roundAt(askedAt) } as const;
}
