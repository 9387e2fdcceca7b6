import { z } from 'zod';
import { answerCampaign, type AnswerOutcome } from '../application/answerCampaign.ts';
import { viewRequest } from '../application/viewRequest.ts';
import { viewSheet } from '../application/viewCampaign.ts';
import type { RequestId } from '../domain/words.ts';
import { certifyCard } from './cards/certifyCard.ts';
import { noticeCard } from './cards/menuCards.ts';
import { reply } from './reply.ts';
import type { Turn } from './turn.ts';
import { usersText } from './words/campaignWords.ts';
import type { Notice } from './words/notice.ts';
import { refusalNotice } from './words/refusals.ts';

/** Which page of which card. */
const place = {
  campaign: z.coerce.number().int().positive(),
  scope: z.enum(['own', 'all']),
  page: z.coerce.number().int().min(1).max(100_000).optional(),
};

/** To another page of its users. */
export const PageClick = z.object({ verb: z.literal('turnPage'), data: z.object(place) });

/** On the card of a campaign, which is about many requests. It grants nothing: the domain looks at each user. */
export const CampaignClick = z.object({
  verb: z.enum(['confirmUsers', 'releaseUsers']),
  data: z.object({
    ...place,
    /** `104,105` */
    users: z
      .string()
      .regex(/^\d{1,9}(,\d{1,9}){0,49}$/)
      .transform((ids) => ids.split(',').map((id) => Number(id) as RequestId)),
  }),
});

export async function answerClick(turn: Turn, { verb, data }: z.infer<typeof CampaignClick>): Promise<void> {
  const { app, person: by, correlationId } = turn;
  const { campaign, users } = data;
  const answer = verb === 'confirmUsers' ? 'confirm' : 'release';
  const outcome = await answerCampaign(app, { campaign, users, answer, by, correlationId });
  await showPage(turn, data, await noticeOf(turn, answer, outcome));
}

export async function pageClick(turn: Turn, { data }: z.infer<typeof PageClick>): Promise<void> {
  await showPage(turn, data);
}

/** The page stays the card's, whatever brings it to the truth later. */
async function showPage(
  turn: Turn,
  { campaign, scope, page }: z.infer<typeof PageClick>['data'],
  notice?: Notice,
): Promise<void> {
  const { app, person: reader, context } = turn;
  const sheet = await viewSheet(app, { campaign, scope, reader, page });
  if (!sheet) return reply(turn, noticeCard(notice ?? notYours));
  const { replyToId, conversation } = context.activity;
  if (replyToId) {
    await app.campaigns.turnSheet(campaign, { activityId: replyToId, conversationId: conversation.id }, sheet.page);
  }
  await reply(turn, certifyCard(sheet, notice));
}

/** What did not work is said first. */
async function noticeOf(turn: Turn, answer: 'confirm' | 'release', outcome: AnswerOutcome): Promise<Notice> {
  const { answered, late, refused } = outcome;
  const [first] = refused;
  if (first) {
    const view = await viewRequest(turn.app, { id: first.id, reader: turn.person });
    return refusalNotice(first.refusal, view);
  }
  if (answered.length === 0) return lateNotice(late.length);
  return answer === 'confirm'
    ? { tone: 'good', what: `Confirmed: ${named(answered)}.` }
    : {
        tone: 'good',
        what: `Released: ${named(answered)}.`,
        why: 'Its roles are being taken away and it is being disabled. You get a message when that is done.',
      };
}

function named(ids: readonly RequestId[]): string {
  return ids.length > 3 ? usersText(ids.length) : ids.map((id) => `#${id}`).join(', ');
}

function lateNotice(number: number): Notice {
  return {
    tone: 'info',
    what: number === 1 ? 'That was answered already.' : 'Those were answered already.',
    why: 'Somebody else was faster, or the recertification is over.',
  };
}

const notYours: Notice = {
  tone: 'warning',
  what: 'These users are not yours to see.',
  why: 'An owner sees their own, and an admin all of them.',
};
