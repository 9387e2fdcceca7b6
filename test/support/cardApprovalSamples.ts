import { awayCardData } from '../../src/bot/cards/awayCard.ts';
import type { CardData } from '../../src/bot/cards/card.ts';
import { explainCardData } from '../../src/bot/cards/explainCard.ts';
import { policyTestCardData } from '../../src/bot/cards/policyTestCard.ts';
import { requestCardData } from '../../src/bot/cards/requestCard.ts';
import { noticeCardData } from '../../src/bot/cards/menuCards.ts';
import { questionAbout } from '../../src/bot/words/confirmWords.ts';
import { unusableFileCardData } from '../../src/bot/cards/unusableFileCard.ts';
import { refusalNotice } from '../../src/bot/words/refusals.ts';
import type { Instant } from '../../src/domain/words.ts';
import * as approvals from './cardApprovals.ts';
import { approvalBy, baseOf, joni, lee, megan, mona, requestIn, viewOf } from './cardViews.ts';

const { asAdmin, comments, crowd, explanation, forced, policyTest, secondApprovers, secondStage, viewFor } = approvals;

const pending = requestIn('Pending');
const terms = { ...pending.terms, signIn: 600_000 };
const nudged = {
  ...pending,
  escalated: true,
  reminders: 2,
  nudgedAt: '2026-11-26T09:20:00.000Z' as Instant,
};
const later = { ...requestIn('Pending', baseOf(undefined, 1, 1)) };
const tooEarly = viewOf(nudged, 'requester');

/** What the policy adds to `cardSamples`. */
export const approvalSamples: Readonly<Record<string, CardData>> = {
  'request.stages': requestCardData(viewOf(secondStage, 'requester', { approvers: secondApprovers })),
  'request.nudged': requestCardData(tooEarly, {
    notice: refusalNotice({ code: 'NudgedAlready', again: '2026-11-26T10:20:00.000Z' as Instant }, tooEarly),
  }),
  'request.crowd': requestCardData(viewOf({ ...pending, comments }, 'requester', { approvers: crowd(10) })),
  'request.later': requestCardData(viewFor(mona, later)),
  'request.reopened': requestCardData(viewOf({ ...requestIn('Draft'), comments }, 'approver')),
  'request.represented': requestCardData(viewFor(mona, approvals.inMonasPlace, approvals.oneLeft)),
  'request.inPlace': requestCardData(viewOf(approvals.inMonasPlace, 'requester', { approvers: approvals.oneLeft })),
  'approval.outsideTerms': requestCardData(viewOf({ ...pending, terms: { ...terms, maxDays: 20 } }, 'approver')),
  'request.forceable': requestCardData(asAdmin(pending)),
  'request.forced': requestCardData(viewOf({ ...requestIn('Waiting'), approvals: [], forced }, 'forced')),
  'progress.forced': requestCardData(viewOf({ ...requestIn('Provisioning'), approvals: [], forced }, 'forced')),
  'outcome.forced': requestCardData(viewOf({ ...requestIn('Active'), forced }, 'outcome')),
  'approval.secondStage': requestCardData(viewFor(joni, { ...secondStage, comments: comments.slice(0, 2) })),
  'approval.asked': requestCardData(viewOf(pending, 'approver'), {
    notice: questionAbout('approve', viewOf(pending, 'approver'), 'looks fine'),
    typed: 'looks fine',
  }),
  'menu.withdraw': noticeCardData(questionAbout('withdraw', viewOf(pending, 'requester'), '')),
  'menu.nudge': noticeCardData(questionAbout('nudge', viewOf(pending, 'requester'), '')),
  'menu.reject': noticeCardData(questionAbout('reject', viewOf(pending, 'approver'), 'An application user would do')),
  'approval.signIn': requestCardData(viewOf({ ...pending, terms }, 'approver')),
  'channel.waits': requestCardData(
    viewOf(pending, 'channel', { approvers: [{ person: lee, delivery: 'inChannel', stage: 0 }] }),
  ),
  'channel.secondStage': requestCardData(
    viewOf(secondStage, 'channel', {
      approvers: secondApprovers.map((approver) => ({
        ...approver,
        delivery: approver.delivery === 'unreachable' ? 'inChannel' : approver.delivery,
      })),
    }),
  ),
  'channel.approved': requestCardData(viewOf(requestIn('Provisioning'), 'channel')),
  'request.inChannel': requestCardData(
    viewOf(pending, 'requester', { approvers: [{ person: lee, delivery: 'inChannel', stage: 0 }] }),
  ),
  'reminder.waits': requestCardData(viewOf(pending, 'reminder')),
  'reminder.approved': requestCardData(
    viewOf({ ...requestIn('Pending', baseOf(undefined, 2)), approvals: [approvalBy(megan)] }, 'reminder'),
  ),
  'policyExplain.stages': explainCardData(explanation),
  'policyExplain.undecidable': explainCardData({
    ...explanation,
    stages: [{ required: 1, given: [], approvers: [], excluded: [{ person: lee, why: 'creator' }] }],
    decidable: false,
    incomplete: true,
  }),
  'policyExplain.inPlace': explainCardData({
    ...explanation,
    request: approvals.inMonasPlace,
    stages: [approvals.explainedPlace],
  }),
  'policyTest.changes': policyTestCardData(policyTest),
  'policyTest.more': policyTestCardData(policyTest, 8),
  'policyTest.unusable': unusableFileCardData([
    '/srv/seatkeeper.yaml:50: approvals.standard.stages[0].required: must be 1 or more',
    '/srv/seatkeeper.yaml:61: approvals.standard.rules[2].when: “role” cannot be set here',
    '/srv/seatkeeper.yaml:19: environments[0].approval: there is no policy hard',
    'MicrosoftAppOAuthConnection is missing: the policy standard asks for a fresh sign-in.',
  ]),
  'policyTest.clear': policyTestCardData({ flaws: [], groups: [], changes: [], tested: 101 }),
  'away.delegate': awayCardData(approvals.monaIsAway),
  'away.outlook': awayCardData(approvals.outOfOffice),
};
