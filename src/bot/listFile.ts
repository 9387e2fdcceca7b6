import { noticeCard } from './cards/menuCards.ts';
import { filesAreTaken } from './files.ts';
import { listText, WantedList } from './listText.ts';
import { reply } from './reply.ts';
import type { Turn } from './turn.ts';
import type { Notice } from './words/notice.ts';

/** Teams asks its reader, and makes room for the file in their OneDrive. */
export async function offerList(turn: Turn, wanted: WantedList): Promise<void> {
  if (filesAreTaken(turn) !== 'here') return reply(turn, noticeCard(noFiles));
  const text = await listText(turn, wanted);
  if (text === undefined) return reply(turn, noticeCard(notYourList));
  const context = WantedList.parse(wanted);
  await turn.context.sendActivity({
    type: 'message',
    summary: 'The list as a file',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.teams.card.file.consent',
        name: `seatkeeper-${nameOf(wanted)}.csv`,
        content: {
          description: 'The whole list, as it is now, for a spreadsheet.',
          sizeInBytes: Buffer.byteLength(text),
          acceptContext: context,
          declineContext: {},
        },
      },
    ],
  });
}

function nameOf(wanted: WantedList): string {
  if (wanted.list === 'users') return `users-${wanted.environment}`;
  if (wanted.list === 'differences') return ['differences', wanted.environment].filter(Boolean).join('-');
  if (typeof wanted.wanted === 'string') return `requests-${wanted.wanted}`;
  const { of: whose } = wanted.wanted;
  return `requests-${whose.kind === 'environment' ? whose.key : 'of-a-person'}`;
}

const noFiles: Notice = {
  tone: 'info',
  what: 'This chat takes no files.',
  why: 'Teams takes files of a bot in the personal chat with it only, and none in GCC High, DoD and China.',
  todo: 'Leave “file” away to read the list page by page.',
};

export const notYourList: Notice = {
  tone: 'warning',
  what: 'This list is not yours to see.',
  why: 'Lists of others are for admins, and for approvers where they decide.',
  todo: 'Ask an admin for it.',
  buttons: [{ title: 'My requests', data: { command: 'requests', scope: 'mine' } }],
};
