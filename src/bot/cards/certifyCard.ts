import type { Sheet } from '../../application/views.ts';
import type { Active } from '../../domain/request.ts';
import { dayOf } from '../../domain/words.ts';
import { nameOf, rolesText } from '../words/accountWords.ts';
import { deadlineText, progressText, signInWords, usersText } from '../words/campaignWords.ts';
import { longDay } from '../words/durations.ts';
import { literalDeep } from '../words/markdown.ts';
import type { Notice } from '../words/notice.ts';
import { revokeSentence } from '../words/revokeWords.ts';
import { fits, renderCard, type Card, type CardData } from './card.ts';
import { notices } from './noticeData.ts';
import { optional, optionalText } from './optional.ts';

/**
 * A campaign's question to one person: which of these users are still needed. `notice` answers what they just did. Users for
 * whom Teams has no room come when the others are answered.
 */
export function certifyCard(sheet: Sheet, notice?: Notice): Card {
  let card = renderCard(certifyCardData(sheet, notice));
  for (let open = sheet.open.length - 1; open > 0 && !fits(card); open -= 1) {
    card = renderCard(certifyCardData({ ...sheet, open: sheet.open.slice(0, open) }, notice));
  }
  return card;
}

export function certifyCardData(given: Sheet, notice?: Notice): CardData {
  const sheet = literalDeep(given);
  const { campaign, scope, open, progress } = sheet;
  const running = campaign.stage !== 'ended';
  const target = { campaign: campaign.id, scope, ids: open.map(({ request }) => request.id).join(',') };
  const data = {
    title: scope === 'own' ? 'Are these users still needed?' : 'Nobody has answered for these users',
    subtitle: optionalText(running && progress.open > 0 ? deadlineText(campaign) : undefined),
    notices: notices(notice, standing(sheet)),
    users: running ? open.map((item) => userData(sheet, item)) : [],
    more: optionalText(moreText(sheet)),
    confirmAll: optional(running && open.length > 1, { ...target, title: `Confirm all ${open.length}` }),
  };
  return { template: 'certify', summary: summaryOf(sheet), data };
}

function summaryOf({ campaign, scope, progress }: Sheet): string {
  if (campaign.stage === 'ended') return 'The recertification is over';
  if (progress.open === 0) return 'Recertification: everything is answered';
  return scope === 'own'
    ? `Still needed? ${usersText(progress.open)} of yours ${progress.open === 1 ? 'waits' : 'wait'} for your answer`
    : `Nobody has answered for ${usersText(progress.open)}`;
}

function standing({ campaign, scope, progress }: Sheet): Notice | undefined {
  if (campaign.stage === 'ended') {
    return { tone: 'info', what: 'This recertification is over.', why: progressText(progress) };
  }
  if (progress.open === 0) {
    return { tone: 'good', what: 'Nothing is left to answer. Thank you.', why: progressText(progress) };
  }
  return scope === 'all' ? silence : undefined;
}

const silence: Notice = {
  tone: 'warning',
  what: 'Their owners were asked and reminded.',
  why: 'As an admin you can answer in their place.',
};

function moreText({ campaign, open, progress }: Sheet): string | undefined {
  if (campaign.stage === 'ended' || progress.open === 0) return undefined;
  const more = progress.open - open.length;
  const answered = progress.total > progress.open ? `${progressText(progress)}.` : '';
  const behind = more > 0 ? `And ${more} more, which come when these are answered.` : '';
  return [behind, answered].filter((text) => text !== '').join(' ');
}

function userData({ campaign, scope, at }: Sheet, { request, evidence, environment }: Sheet['open'][number]): object {
  const { id, ask } = request;
  const name = nameOf(ask.account);
  const { text, shape, colour } = signInWords(evidence?.lastSignIn, at);
  const { what, why } = revokeSentence(request, environment.name);
  return {
    campaign: campaign.id,
    scope,
    ids: String(id),
    number: `#${id}`,
    name,
    where: `  ${environment.name}${scope === 'all' ? ` · ${ask.owner.name}` : ''}`,
    shape,
    colour,
    signIn: text,
    evidence: evidenceText(request as Active),
    confirmTip: `${name} is still needed`,
    releaseTip: `${name} is no longer needed`,
    fold: `release${id}`,
    what: what.replace('Revoking', 'Releasing it'),
    why,
    release: `Release #${id}`,
  };
}

/** What it is for, what it may do, since when and until when. */
function evidenceText({ ask, activeAt, adoptedBy }: Active): string {
  const made = adoptedBy ? 'Taken over' : 'Made';
  const roles = rolesText(ask) || 'none';
  return `${ask.integration} · Roles: ${roles} · ${made} ${longDay(dayOf(activeAt))} · Last day ${longDay(ask.until)}`;
}
