import { remindOwners, startCampaign } from '../application/campaigns.ts';
import { formChoices } from '../application/checkForm.ts';
import { viewCampaign } from '../application/viewCampaign.ts';
import type { CampaignTerms } from '../domain/campaign.ts';
import type { EnvironmentKey } from '../domain/words.ts';
import { adminsOnly } from './adminsOnly.ts';
import { offerCampaign } from './campaignFile.ts';
import { campaignCard } from './cards/campaignCard.ts';
import { noticeCard } from './cards/menuCards.ts';
import { findEnvironment } from './reading/environments.ts';
import { listIn } from './reading/lists.ts';
import { reply } from './reply.ts';
import type { Turn } from './turn.ts';
import { campaignRefusal, usersText } from './words/campaignWords.ts';
import { count, duration } from './words/durations.ts';
import { list } from './words/lists.ts';
import type { Notice } from './words/notice.ts';

const right = { what: 'run a recertification', why: 'It asks the owners of all users' };

/** `args`: nothing or an environment, `new` before it to begin one after another, `export`, or a page of the owners. */
export function recertify(turn: Turn, args: string): Promise<void> {
  return adminsOnly(turn, right, async () => {
    const { named: said, page } = listIn(args);
    if (/^export$/i.test(said)) return offerCampaign(turn);
    const view = await viewCampaign(turn.app);
    const wanted = said.replace(/^new\b\s*/i, '');
    if (view && (view.campaign.stage !== 'ended' || said === '')) return reply(turn, campaignCard(view, page));
    await propose(turn, wanted);
  });
}

export async function startAsked(turn: Turn, environment: EnvironmentKey | undefined): Promise<void> {
  const { app, person: by, correlationId } = turn;
  const started = await startCampaign(app, { by, correlationId, ...(environment && { environment }) });
  if (!started.ok) return reply(turn, noticeCard(campaignRefusal(started.refusal)));
  await show(turn, begun);
}

export async function remindAsked(turn: Turn): Promise<void> {
  const reminded = await remindOwners(turn.app, turn.person);
  if (reminded.ok) return show(turn, remindedNow);
  const notice = campaignRefusal(reminded.refusal);
  if (reminded.refusal.code === 'RemindedAlready') return show(turn, notice);
  await reply(turn, noticeCard(notice));
}

async function show(turn: Turn, notice: Notice): Promise<void> {
  const view = await viewCampaign(turn.app);
  await reply(turn, view ? campaignCard(view, 1, notice) : noticeCard(notice));
}

/** What would happen, with the button that does it. */
async function propose(turn: Turn, wanted: string): Promise<void> {
  const { app } = turn;
  const { environments } = formChoices(app);
  const found = wanted === '' ? undefined : findEnvironment(wanted, environments);
  if (wanted !== '' && !found)
    return reply(
      turn,
      noticeCard(
        unknownPlace(
          wanted,
          environments.map(({ name }) => name),
        ),
      ),
    );
  const { users, owners } = await app.campaigns.countCandidates(found?.key);
  if (users === 0) return reply(turn, noticeCard(campaignRefusal({ code: 'NobodyToAsk' })));
  if (turn.sure) return startAsked(turn, found?.key);
  const name = environments.find(({ key }) => key === found?.key)?.name ?? 'all environments';
  const button = { command: 'campaign', what: 'start', ...(found && { environment: found.key }) } as const;
  await reply(
    turn,
    noticeCard({
      tone: 'info',
      what: `Nothing is asked yet. A recertification of ${name} would ask ${count(owners, 'owner')} about ${usersText(users)}.`,
      why: `Each owner gets one card and says of each user whether it is still needed. ${termsText(app.settings.recertification.terms)}`,
      todo: 'Press Start to ask them now.',
      buttons: [{ title: 'Start', data: button }],
    }),
  );
}

function termsText({ remindAfter, adminsAfter, endAfter, ifUnanswered }: CampaignTerms): string {
  const then = ifUnanswered === 'keep' ? 'kept' : 'revoked';
  return `Without an answer the owner is reminded after ${duration(remindAfter)}, the admins are asked after ${duration(adminsAfter)}, and after ${duration(endAfter)} the user is ${then}.`;
}

function unknownPlace(said: string, names: readonly string[]): Notice {
  return {
    tone: 'warning',
    what: `No environment is called “${said.slice(0, 60)}”.`,
    why: `Seatkeeper looks after ${list(names)}.`,
    todo: 'Write “recertify” and one of these, or “recertify” alone for all of them.',
  };
}

const begun: Notice = {
  tone: 'good',
  what: 'The recertification has begun.',
  why: 'Each owner gets a card as soon as it is known when their users last signed in.',
};

const remindedNow: Notice = { tone: 'good', what: 'Whoever has not answered gets a reminder.' };
