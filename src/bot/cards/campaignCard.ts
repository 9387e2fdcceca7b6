import type { CampaignView } from '../../application/views.ts';
import { dayOf } from '../../domain/words.ts';
import { deadlineText, progressText } from '../words/campaignWords.ts';
import { count, longDay } from '../words/durations.ts';
import { literalDeep } from '../words/markdown.ts';
import type { Button, Notice } from '../words/notice.ts';
import type { Colour } from '../words/statusWords.ts';
import { renderCard, type Card, type CardData } from './card.ts';
import { buttonsData, notices } from './noticeData.ts';
import { optionalText } from './optional.ts';

const mostBlocks = 24;
/** Of the owners who have not answered, as many are named. */
const mostNames = 8;

/** How a campaign stands, for the admins. */
export function campaignCard(view: CampaignView, notice?: Notice): Card {
  return renderCard(campaignCardData(view, notice));
}

export function campaignCardData(given: CampaignView, notice?: Notice): CardData {
  const view = literalDeep(given);
  const { campaign, environment, progress } = view;
  const running = campaign.stage !== 'ended';
  const began = `Began ${longDay(dayOf(campaign.startedAt))}${campaign.startedBy ? `, by ${campaign.startedBy.name}` : ', by schedule'}`;
  const ended = campaign.endedAt ? `. Ended ${longDay(dayOf(campaign.endedAt))}.` : '';
  const data = {
    title: `Recertification of ${environment ? environment.name : 'all environments'}`,
    subtitle: optionalText(`${began}${running ? `. ${deadlineText(campaign)}` : ended}`),
    notices: notices(notice),
    picture: pictureOf(view),
    numbers: `${progressText(progress)} of ${progress.total}`,
    scale: optionalText(scaleText(progress.total)),
    silent: optionalText(silentText(view)),
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
    run('■', confirmed + kept, 'good'),
    run('▣', released + revoked, 'warning'),
    run('▨', gone, 'default', true),
    run('□', open, 'default', true),
  ].filter(({ blocks }) => blocks !== '');
}

function scaleText(total: number): string {
  const marks = '■ confirmed or kept, ▣ released or revoked, ▨ ended or changed, □ open';
  return total > mostBlocks ? `${marks}. Each block is about ${Math.round(total / mostBlocks)} users` : marks;
}

function silentText({ silent }: CampaignView): string {
  const names = silent.slice(0, mostNames).map(({ owner, open }) => `${owner.name} (${open})`);
  const more = silent.length - names.length;
  return [...names, ...(more > 0 ? [`and ${count(more, 'more owner')}`] : [])].join(', ');
}

function buttonsOf(running: boolean): readonly Button[] {
  const exporting: Button = { title: 'Export', data: { command: 'say', args: '/recertify export' } };
  return running
    ? [{ title: 'Remind now', data: { command: 'campaign', what: 'remind' } }, exporting]
    : [exporting, { title: 'Start another', data: { command: 'say', args: '/recertify new' } }];
}
