import { z } from 'zod';
import { exportCampaign } from '../application/campaignExport.ts';
import { exportAudit, type AuditExport } from '../application/auditExport.ts';
import { isFailure } from '../application/failures.ts';
import { isAdmin } from '../application/rights.ts';
import type { Day, RequestId } from '../domain/words.ts';
import { WantedCampaign } from './campaignFile.ts';
import { noticeCard } from './cards/menuCards.ts';
import { isTrustedUpload, mayUploadHere, putFile, UploadInfo } from './files.ts';
import { notYourList } from './listFile.ts';
import { listText, WantedList } from './listText.ts';
import { cardActivity } from './reply.ts';
import type { Turn } from './turn.ts';
import { failureNotice } from './words/failures.ts';
import type { Notice } from './words/notice.ts';

const day = z.iso.date().transform((text) => text as Day);

/** What Teams brings back when its reader has decided whether to take the file. */
const Wanted = z.object({
  /** Of this offer: it is exported once, however often the answer arrives. */
  id: z.uuid(),
  format: z.enum(['csv', 'jsonl']),
  requestId: z
    .number()
    .int()
    .positive()
    .transform((id) => id as RequestId)
    .optional(),
  from: day.optional(),
  to: day.optional(),
});
type Wanted = z.infer<typeof Wanted> | z.infer<typeof WantedCampaign>;

const Consent = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('accept'),
    context: z.union([WantedCampaign, Wanted, WantedList]),
    uploadInfo: UploadInfo,
  }),
  z.object({ action: z.literal('decline') }),
]);

/** Teams asks its reader, and makes room for the file in their OneDrive. */
export async function offerAudit(turn: Turn, { filter, format }: AuditExport, bytes: number): Promise<void> {
  const about = filter.requestId === undefined ? '' : `-request-${filter.requestId}`;
  const days = [filter.from, filter.to].filter((one) => one !== undefined).join('-to-');
  await turn.context.sendActivity({
    type: 'message',
    summary: 'The audit of Seatkeeper as a file',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.teams.card.file.consent',
        name: `seatkeeper-audit${about}${days && `-${days}`}.${format}`,
        content: {
          description: 'The audit of Seatkeeper, with names and reasons. That it was exported is recorded.',
          sizeInBytes: bytes,
          acceptContext: { id: turn.correlationId, format, ...filter },
          declineContext: {},
        },
      },
    ],
  });
}

/** `fileConsent/invoke`. What it says besides is a message, since its answer shows nothing. */
export async function receiveConsent(turn: Turn): Promise<void> {
  const consent = Consent.safeParse(turn.context.activity.value);
  const notice = consent.success ? await consentNotice(turn, consent.data) : unreadable;
  await turn.context.sendActivity({ type: 'invokeResponse', value: { status: 200 } });
  if (notice) await turn.context.sendActivity(cardActivity(noticeCard(notice)));
}

async function consentNotice(turn: Turn, consent: z.infer<typeof Consent>): Promise<Notice | undefined> {
  if (consent.action === 'decline') return declined;
  const { app, person, correlationId } = turn;
  try {
    const { context, uploadInfo } = consent;
    return await ('list' in context ? giveList(turn, context, uploadInfo) : giveFile(turn, context, uploadInfo));
  } catch (err) {
    if (!isFailure(err)) throw err;
    app.log.warn({ correlationId, personId: person.id, err }, 'An export failed');
    return failureNotice(err, undefined, correlationId);
  }
}

async function giveFile(turn: Turn, wanted: Wanted, to: UploadInfo): Promise<Notice | undefined> {
  const { app, person } = turn;
  if (!(await isAdmin(app, person))) return notAdmin;
  if (!isTrusted(turn, to)) return notTrusted;
  // Teams brings an answer again that took long; the file is there already, or was refused.
  if (await app.audit.hasEntry('Exported', wanted.id)) return undefined;
  return put(turn, to, await textOf(turn, wanted));
}

async function giveList(turn: Turn, wanted: WantedList, to: UploadInfo): Promise<Notice | undefined> {
  if (!isTrusted(turn, to)) return notTrusted;
  const text = await listText(turn, wanted);
  return text === undefined ? notYourList : put(turn, to, text);
}

function isTrusted(turn: Turn, { uploadUrl }: UploadInfo): boolean {
  if (isTrustedUpload(uploadUrl, mayUploadHere(turn))) return true;
  const { app, person, correlationId } = turn;
  app.log.warn({ correlationId, personId: person.id }, 'An upload to an address that is not of Microsoft was refused');
  return false;
}

async function put(turn: Turn, to: UploadInfo, text: string): Promise<Notice | undefined> {
  const { app, person, correlationId } = turn;
  const outcome = await putFile(to, Buffer.from(text));
  if (outcome !== 'put') {
    app.log.warn({ correlationId, personId: person.id, code: outcome.failed }, 'An export could not be uploaded');
    return notUploaded(outcome.failed);
  }
  await turn.context.sendActivity({
    type: 'message',
    summary: 'The file is in your OneDrive',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.teams.card.file.info',
        contentUrl: to.contentUrl,
        name: to.name,
        content: { uniqueId: to.uniqueId, fileType: to.fileType },
      },
    ],
  });
  return undefined;
}

async function textOf({ app, person }: Turn, wanted: Wanted): Promise<string> {
  const by = { actor: person.id, correlationId: wanted.id };
  if ('campaign' in wanted) return exportCampaign(app, wanted.campaign, by);
  const pieces: string[] = [];
  const { format, requestId, from, to } = wanted;
  const filter = { ...(requestId && { requestId }), ...(from && { from }), ...(to && { to }) };
  await exportAudit(app, { format, filter }, by, (text) => {
    pieces.push(text);
    return Promise.resolve();
  });
  return pieces.join('');
}

const declined: Notice = {
  tone: 'info',
  what: 'Nothing was exported.',
  why: 'You declined the file.',
  todo: 'Ask for it again whenever you want it.',
};

const notAdmin: Notice = {
  tone: 'warning',
  what: 'Only admins of Seatkeeper can export the audit.',
  why: 'You are no longer among the admins of its configuration.',
  todo: 'Ask an admin for the file.',
};

const notTrusted: Notice = {
  tone: 'attention',
  what: 'The file was not sent.',
  why: 'The place that it should go to is not one of Microsoft’s for files.',
  todo: 'Tell an admin. The audit can be had with “npm run audit:export” where Seatkeeper runs.',
};

const unreadable: Notice = {
  tone: 'warning',
  what: 'That file cannot be sent any more.',
  why: 'Its card may come from another version of Seatkeeper.',
  todo: 'Ask for the file again.',
};

function notUploaded(code: string): Notice {
  return {
    tone: 'warning',
    what: 'The file could not be put into your OneDrive.',
    why: 'It did not take it.',
    code,
    todo: 'Ask for it again in a few minutes.',
  };
}
