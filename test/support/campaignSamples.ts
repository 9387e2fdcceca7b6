import type { CampaignView, Sheet } from '../../src/application/views.ts';
import { campaignCardData } from '../../src/bot/cards/campaignCard.ts';
import type { CardData } from '../../src/bot/cards/card.ts';
import { certifyCardData } from '../../src/bot/cards/certifyCard.ts';
import type { Campaign, CampaignAnswer, LastSignIn } from '../../src/domain/campaign.ts';
import type { Instant, RequestId } from '../../src/domain/words.ts';
import * as views from './cardViews.ts';

const { applicationAsk, at, baseOf, existingAsk, lee, megan, mona, nestor, production, requestIn } = views;
const day = 24 * 60 * 60 * 1000;

export const campaign: Campaign = {
  id: 3,
  startedAt: '2026-11-20T08:00:00.000Z' as Instant,
  startedBy: megan,
  terms: { remindAfter: 7 * day, adminsAfter: 14 * day, endAfter: 21 * day, ifUnanswered: 'keep' },
  stage: 'asking',
  askedAt: '2026-11-20T08:00:00.000Z' as Instant,
  version: 1,
};

const nothing = { total: 0, open: 0, confirmed: 0, released: 0, kept: 0, revoked: 0, gone: 0 };
const lastSignIns: readonly LastSignIn[] = [
  { kind: 'at', at: '2026-11-26T02:00:00.000Z' as Instant },
  { kind: 'at', at: '2026-03-18T09:44:03.000Z' as Instant },
  { kind: 'none' },
  { kind: 'unknown' },
];
const bases = [baseOf(), baseOf(existingAsk, 2), baseOf(applicationAsk)];

const pageLength = 8;

/** A page of so many users of Nestor's, all open. */
export function sheetOf(listed: number, change: Partial<Sheet> = {}): Sheet {
  const { page = 1 } = change;
  const first = (page - 1) * pageLength;
  const items = Array.from({ length: Math.min(listed - first, pageLength) }, (_, index): Sheet['items'][number] => ({
    request: { ...requestIn('Active', bases[index % bases.length]), id: (104 + first + index) as RequestId },
    environment: production,
    evidence: {
      lastSignIn: lastSignIns[index % lastSignIns.length] ?? { kind: 'unknown' },
      readAt: campaign.startedAt,
    },
  }));
  const progress = { ...nothing, total: listed, open: listed };
  const who = { campaign, scope: 'own', reader: nestor.id } as const;
  return { ...who, progress, version: 1, items, page, listed, pageLength, at, ...change };
}

/** The first of them have these answers. */
function answered(sheet: Sheet, answers: readonly CampaignAnswer[]): Sheet {
  const of = (answer: CampaignAnswer) => answers.filter((one) => one === answer).length;
  const { total } = sheet.progress;
  const counted = { confirmed: of('confirmed'), released: of('released'), gone: of('gone') };
  return {
    ...sheet,
    progress: { ...nothing, total, open: total - answers.length, ...counted },
    items: sheet.items.map((item, index) => {
      const answer = answers[index];
      if (answer === undefined) return item;
      return { ...item, answer, answeredAt: at, ...(answer !== 'gone' && { answeredBy: nestor }) };
    }),
  };
}

function campaignView(change: Partial<CampaignView> = {}): CampaignView {
  const progress = { ...nothing, total: 12, open: 5, confirmed: 4, released: 2, gone: 1 };
  const silent = [
    { owner: nestor, open: 3 },
    { owner: lee, open: 1 },
    { owner: mona, open: 1 },
  ];
  return { campaign, progress, silent, at, ...change };
}

const ended: Campaign = { ...campaign, stage: 'ended', endedAt: '2026-12-11T08:00:00.000Z' as Instant };

const manyOwners = campaignView({
  environment: production,
  progress: { total: 240, open: 90, confirmed: 110, released: 25, kept: 0, revoked: 0, gone: 15 },
  silent: Array.from({ length: 20 }, (_, index) => ({ owner: nestor, open: 20 - index })),
});

export const campaignSamples: Readonly<Record<string, CardData>> = {
  'certify.one': certifyCardData(sheetOf(1)),
  'certify.some': certifyCardData(answered(sheetOf(6), ['confirmed', 'released', 'gone']), {
    tone: 'good',
    what: 'Confirmed: #104.',
  }),
  'certify.many': certifyCardData(sheetOf(20)),
  'certify.middle': certifyCardData(answered(sheetOf(20, { page: 2 }), ['confirmed', 'confirmed'])),
  'certify.done': certifyCardData(answered(sheetOf(3), ['confirmed', 'released', 'confirmed'])),
  'certify.over': certifyCardData(
    sheetOf(0, { campaign: ended, progress: { ...nothing, total: 3, confirmed: 2, kept: 1 } }),
  ),
  'certify.admin': certifyCardData(sheetOf(2, { scope: 'all', campaign: { ...campaign, stage: 'escalated' } })),
  'campaign.running': campaignCardData(campaignView()),
  'campaign.many': campaignCardData(manyOwners),
  'campaign.middle': campaignCardData(manyOwners, 2),
  'campaign.ended': campaignCardData(
    campaignView({
      campaign: ended,
      progress: { ...nothing, total: 12, confirmed: 7, kept: 3, released: 2 },
      silent: [],
    }),
  ),
};
