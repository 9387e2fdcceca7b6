import { z } from 'zod';
import { writeCampaign } from '../application/campaignExport.ts';
import { noticeCard } from './cards/menuCards.ts';
import { filesAreTaken, largestFile } from './files.ts';
import { reply } from './reply.ts';
import type { Turn } from './turn.ts';
import { campaignRefusal } from './words/campaignWords.ts';
import type { Notice } from './words/notice.ts';

/** What Teams brings back when its reader takes the file: see `receiveConsent`. */
export const WantedCampaign = z.object({ id: z.uuid(), campaign: z.number().int().positive() });

/** Of the one that runs, or that ended last. */
export async function offerCampaign(turn: Turn): Promise<void> {
  const { app, context, correlationId } = turn;
  const campaign = await app.campaigns.latestCampaign();
  if (!campaign) return reply(turn, noticeCard(campaignRefusal({ code: 'NoCampaign' })));
  if (filesAreTaken(turn) !== 'here') return reply(turn, noticeCard(noFiles));
  const bytes = Buffer.byteLength(await writeCampaign(app, campaign.id));
  if (bytes > largestFile) return reply(turn, noticeCard(tooLarge));
  await context.sendActivity({
    type: 'message',
    summary: 'The recertification as a file',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.teams.card.file.consent',
        name: `seatkeeper-recertification-${campaign.id}.csv`,
        content: {
          description: 'Every user with its owner, the answer and the evidence. That it was exported is recorded.',
          sizeInBytes: bytes,
          acceptContext: { id: correlationId, campaign: campaign.id },
          declineContext: {},
        },
      },
    ],
  });
}

const noFiles: Notice = {
  tone: 'info',
  what: 'This chat takes no files.',
  why: 'Teams takes files of a bot in the personal chat with it only, and not in every cloud.',
  todo: 'Write “recertify export” in the personal chat with Seatkeeper in Teams.',
};

const tooLarge: Notice = {
  tone: 'info',
  what: 'That is too much for a file in chat.',
  why: 'A file in chat has at most 10 MB.',
  todo: 'Run the next recertification for one environment at a time.',
};
