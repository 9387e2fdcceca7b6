import type { Progress } from '../../application/ports/campaigns.ts';
import type { Sheet } from '../../application/views.ts';
import type { Active } from '../../domain/request.ts';
import { dayOf } from '../../domain/words.ts';
import { nameOf, rolesText } from '../words/accountWords.ts';
import { answerWords, deadlineText, progressText, signInWords, usersText } from '../words/campaignWords.ts';
import { longDay } from '../words/durations.ts';
import { literalDeep } from '../words/markdown.ts';
import type { Notice } from '../words/notice.ts';
import { revokeSentence } from '../words/revokeWords.ts';
import { shorten } from '../words/shorten.ts';
import { renderFitting, type Card, type CardData } from './card.ts';
import { notices } from './noticeData.ts';
import { optional, optionalText, type TextData } from './optional.ts';

type Item = Sheet['items'][number];

/** A campaign's question to one person, page by page: which of these users are still needed. `notice` answers what they just did. */
export function certifyCard(sheet: Sheet, notice?: Notice): Card {
  return renderFitting((longest) => certifyCardData(sheet, notice, longest));
}

export function certifyCardData(given: Sheet, notice?: Notice, longest = Infinity): CardData {
  const sheet = literalDeep(given);
  const { campaign, scope, items, progress } = sheet;
  const running = campaign.stage !== 'ended';
  const data = {
    title: scope === 'own' ? 'Are these users still needed?' : 'Nobody has answered for these users',
    subtitle: running ? subtitles(sheet) : [],
    notices: notices(notice, standing(sheet)),
    users: running ? items.map((item) => userData(sheet, item, longest)) : [],
    more: optionalText(running && progress.open > 0 ? answeredText(progress) : undefined),
    confirmAll: running ? confirmAll(sheet) : [],
    turns: running ? turns(sheet) : [],
  };
  return { template: 'certify', summary: summaryOf(sheet), data };
}

function subtitles(sheet: Sheet): readonly TextData[] {
  const { campaign, items, progress, page, pageLength, listed } = sheet;
  const first = (page - 1) * pageLength;
  return [
    ...optionalText(progress.open > 0 ? deadlineText(campaign) : undefined),
    ...optionalText(
      listed > pageLength ? `Showing ${first + 1}–${first + items.length} of ${usersText(listed)}` : undefined,
    ),
  ];
}

/** What every button of the card says. */
function targetOf({ campaign, scope, page }: Sheet): object {
  return { campaign: campaign.id, scope, page };
}

/** Of what its reader sees, and no more. */
function confirmAll(sheet: Sheet): readonly object[] {
  const ids = sheet.items.filter(isOpen).map(({ request }) => request.id);
  const which = sheet.listed > sheet.pageLength ? 'these' : 'all';
  return optional(ids.length > 1, { ...targetOf(sheet), ids: ids.join(), title: `Confirm ${which} ${ids.length}` });
}

function turns(sheet: Sheet): readonly object[] {
  const { page, pageLength, listed } = sheet;
  return [
    ...optional(page * pageLength < listed, { ...targetOf(sheet), page: page + 1, title: 'Next' }),
    ...optional(page > 1, { ...targetOf(sheet), page: page - 1, title: 'Previous' }),
  ];
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

function answeredText(progress: Progress): string {
  return progress.total > progress.open ? `${progressText(progress)}.` : '';
}

function userData(sheet: Sheet, item: Item, longest: number): object {
  const { request, environment } = item;
  const { ask } = request;
  const owner = sheet.scope === 'all' ? ` · ${shorten(ask.owner.name, longest)}` : '';
  return {
    number: `#${request.id}`,
    name: shorten(nameOf(ask.account), longest),
    where: `  ${environment.name}${owner}`,
    answer: isOpen(item) ? [] : [answerOf(item, longest)],
    open: isOpen(item) ? [questionData(sheet, item, longest)] : [],
  };
}

function answerOf({ answer = 'gone', answeredBy, answeredAt }: Item, longest: number): object {
  const by = answeredBy ? ` by ${shorten(answeredBy.name, longest)}` : '';
  const on = answeredAt ? `, ${longDay(dayOf(answeredAt))}` : '';
  const { shape, colour, text } = answerWords[answer];
  return { shape, colour, text: answer === 'gone' ? text : `${text}${by}${on}` };
}

function questionData(sheet: Sheet, { request, evidence, environment }: Item, longest: number): object {
  const { id, ask } = request;
  const name = shorten(nameOf(ask.account), Math.min(longest, 60));
  const { text, shape, colour } = signInWords(evidence?.lastSignIn, sheet.at);
  const { what, why } = revokeSentence(request, environment.name, name);
  return {
    ...targetOf(sheet),
    ids: String(id),
    shape,
    colour,
    signIn: text,
    evidence: evidenceText(request as Active, longest),
    confirmTip: `${name} is still needed`,
    releaseTip: `${name} is no longer needed`,
    fold: `release${id}`,
    what: what.replace('Revoking', 'Releasing it'),
    why,
    release: `Release #${id}`,
  };
}

/** What it is for, what it may do, since when and until when. */
function evidenceText({ ask, activeAt, adoptedBy }: Active, longest: number): string {
  const made = adoptedBy ? 'Taken over' : 'Made';
  const roles = shorten(rolesText(ask) || 'none', longest);
  const integration = shorten(ask.integration, longest);
  return `${integration} · Roles: ${roles} · ${made} ${longDay(dayOf(activeAt))} · Last day ${longDay(ask.until)}`;
}

function isOpen({ request, answer }: Item): boolean {
  return answer === undefined && request.status === 'Active';
}
