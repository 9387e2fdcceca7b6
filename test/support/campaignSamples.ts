import type { CampaignView, Sheet } from '../../src/application/views.ts';
import { campaignCardData } from '../../src/bot/cards/campaignCard.ts';
import type { CardData } from '../../src/bot/cards/card.ts';
import { certifyCardData } from '../../src/bot/cards/certifyCard.ts';
import type { Campaign, LastSignIn } from '../../src/domain/campaign.ts';
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

/** So many open users of Nestor's. */
export function sheetOf(open: number, change: Partial<Sheet> = {}): Sheet {
  const items = Array.from({ length: Math.min(open, 8) }, (_, index): Sheet['open'][number] => ({
    request: { ...requestIn('Active', bases[index % bases.length]), id: (104 + index) as RequestId },
    environment: production,
    evidence: {
      lastSignIn: lastSignIns[index % lastSignIns.length] ?? { kind: 'unknown' },
      readAt: campaign.startedAt,
    },
  }));
  const progress = { ...nothing, total: open, open };
  return { campaign, scope: 'own', reader: nestor.id, progress, version: 1, open: items, at, ...change };
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

export const campaignSamples: Readonly<Record<string, CardData>> = {
  'certify.one': certifyCardData(sheetOf(1)),
  'certify.some': certifyCardData(
    sheetOf(3, { progress: { ...nothing, total: 6, open: 3, confirmed: 2, released: 1 } }),
    { tone: 'good', what: 'Confirmed: #101.' },
  ),
  'certify.many': certifyCardData(sheetOf(20)),
  'certify.done': certifyCardData(sheetOf(0, { progress: { ...nothing, total: 3, confirmed: 2, released: 1 } })),
  'certify.over': certifyCardData(
    sheetOf(0, { campaign: ended, progress: { ...nothing, total: 3, confirmed: 2, kept: 1 } }),
  ),
  'certify.admin': certifyCardData(sheetOf(2, { scope: 'all', campaign: { ...campaign, stage: 'escalated' } })),
  'campaign.running': campaignCardData(campaignView()),
  'campaign.many': campaignCardData(
    campaignView({
      environment: production,
      progress: { total: 240, open: 90, confirmed: 110, released: 25, kept: 0, revoked: 0, gone: 15 },
      silent: Array.from({ length: 14 }, (_, index) => ({ owner: nestor, open: 14 - index })),
    }),
  ),
  'campaign.ended': campaignCardData(
    campaignView({
      campaign: ended,
      progress: { ...nothing, total: 12, confirmed: 7, kept: 3, released: 2 },
      silent: [],
    }),
  ),
};
