import type { CampaignView } from '../../application/views.ts';
import { dayOf } from '../../domain/words.ts';
import { deadlineText, progressText } from '../words/campaignWords.ts';
import { count, longDay } from '../words/durations.ts';
import { literalDeep } from '../words/markdown.ts';
import type { Button, Notice } from '../words/notice.ts';
import { shorten } from '../words/shorten.ts';
import type { Colour } from '../words/statusWords.ts';
import { renderFitting, type Card, type CardData } from './card.ts';
import { buttonsData, notices, turnsData } from './noticeData.ts';
import { optional, optionalText } from './optional.ts';

const mostBlocks = 24;
/** How many of the owners who have not answered a page names. */
const pageLength = 8;

/** How a campaign stands, for the admins, and a page of the owners who have not answered, from 1. */
export function campaignCard(view: CampaignView, page = 1, notice?: Notice): Card {
  return renderFitting((longest) => campaignCardData(view, page, notice, longest));
}

export function campaignCardData(given: CampaignView, wanted = 1, notice?: Notice, longest = Infinity): CardData {
  const view = literalDeep(given);
  const { campaign, environment, progress, silent } = view;
  const running = campaign.stage !== 'ended';
  const pages = Math.max(1, Math.ceil(silent.length / pageLength));
  const page = Math.min(wanted, pages);
  const shown = silent.slice((page - 1) * pageLength, page * pageLength);
  const began = `Began ${longDay(dayOf(campaign.startedAt))}${campaign.startedBy ? `, by ${campaign.startedBy.name}` : ', by schedule'}`;
  const ended = campaign.endedAt ? `. Ended ${longDay(dayOf(campaign.endedAt))}.` : '';
  const data = {
    title: `Recertification of ${environment ? environment.name : 'all environments'}`,
    subtitle: optionalText(`${began}${running ? `. ${deadlineText(campaign)}` : ended}`),
    notices: notices(notice),
    picture: pictureOf(view),
    numbers: `${progressText(progress)} of ${progress.total}`,
    scale: optionalText(scaleText(progress.total)),
    silent: optional(silent.length > 0, { range: rangeText(view, page), text: silentText(shown, longest) }),
    turns: turnsData(pageTurns(page, pages)),
    buttons: [buttonsData(buttonsOf(running))],
  };
  return { template: 'campaign', summary: `Recertification: ${progressText(progress)} of ${progress.total}`, data };
}

interface Run {
  readonly blocks: string;
  readonly colour: Colour;
  readonly isSubtle: boolean;
}

/** A block a user, as the seats are drawn; of many users, each block stands for several. */
function pictureOf({ progress }: CampaignView): readonly Run[] {
  const { total, confirmed, kept, released, revoked, gone, open } = progress;
  const scale = total > mostBlocks ? mostBlocks / total : 1;
  const run = (mark: string, number: number, colour: Colour, isSubtle = false): Run => {
    // What is there at all is seen.
    const blocks = number === 0 ? 0 : Math.max(1, Math.round(number * scale));
    return { blocks: `${mark} `.repeat(blocks), colour, isSubtle };
  };
  return [
    run('■', confirmed, 'good'),
    run('▤', kept, 'good'),
    run('▣', released + revoked, 'warning'),
    run('▨', gone, 'default', true),
    run('□', open, 'default', true),
  ].filter(({ blocks }) => blocks !== '');
}

function scaleText(total: number): string {
  const marks = '■ confirmed, ▤ kept without an answer, ▣ released or revoked, ▨ ended or changed, □ open';
  return total > mostBlocks ? `${marks}. Each block is about ${count(Math.round(total / mostBlocks), 'user')}` : marks;
}

function rangeText({ silent }: CampaignView, page: number): string {
  if (silent.length <= pageLength) return 'Not answered yet';
  const last = Math.min(page * pageLength, silent.length);
  return `Not answered yet, ${(page - 1) * pageLength + 1}–${last} of ${silent.length} owners`;
}

function silentText(shown: CampaignView['silent'], longest: number): string {
  return shown.map(({ owner, open }) => `${shorten(owner.name, longest)} (${open})`).join(', ');
}

function pageTurns(page: number, pages: number): readonly Button[] {
  const to = (title: string, next: number): Button => {
    return { title, data: { command: 'say', args: `/recertify page:${next}` } };
  };
  return [...(page < pages ? [to('Next', page + 1)] : []), ...(page > 1 ? [to('Previous', page - 1)] : [])];
}

function buttonsOf(running: boolean): readonly Button[] {
  const exporting: Button = { title: 'Export', data: { command: 'say', args: '/recertify export' } };
  return running
    ? [{ title: 'Remind now', data: { command: 'campaign', what: 'remind' } }, exporting]
    : [exporting, { title: 'Start another', data: { command: 'say', args: '/recertify new' } }];
}
