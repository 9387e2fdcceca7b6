import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tenantId, type TestBot } from './bot.ts';
import type { CardJson } from './cardActions.ts';
import { megan } from './requests.ts';
import type { HttpAnswer } from './teams.ts';

/** OneDrive, as far as a bot sees it: an upload session. */
export interface Drive {
  readonly url: string;
  readonly puts: { readonly range: string | undefined; readonly body: string }[];
  /** What it answers. */
  status: number;
  stop(): Promise<void>;
}

export async function startDrive(): Promise<Drive> {
  const puts: Drive['puts'] = [];
  const drive = { puts, status: 201 };
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      puts.push({ range: req.headers['content-range'], body: Buffer.concat(chunks).toString('utf8') });
      res.statusCode = drive.status;
      res.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(drive, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/upload?key=secret`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

/** The last attachment of a file that was posted. */
export function fileCard({ teams }: TestBot, kind: 'consent' | 'info'): CardJson | undefined {
  const posted = teams.calls.flatMap(({ method, body }) =>
    method === 'POST' ? ((body.attachments ?? []) as readonly CardJson[]) : [],
  );
  return posted.findLast(({ contentType }) => contentType === `application/vnd.microsoft.teams.card.file.${kind}`);
}

/** A client answers the last card that offers a file, Megan's if nobody else is named. */
export function answerOffer(
  bot: TestBot,
  answer: { readonly uploadUrl: string; readonly who?: typeof megan } | { readonly declinedBy: typeof megan },
): Promise<HttpAnswer> {
  const card = fileCard(bot, 'consent');
  const content = card?.['content'] as { readonly acceptContext: object } | undefined;
  const declined = 'declinedBy' in answer;
  const who = declined ? answer.declinedBy : (answer.who ?? megan);
  const contentUrl = 'https://contoso-my.sharepoint.com/file.csv';
  const uploadInfo = declined
    ? {}
    : { uploadUrl: answer.uploadUrl, contentUrl, name: card?.['name'], uniqueId: 'u1', fileType: 'csv' };
  return bot.teams.send({
    type: 'invoke',
    name: 'fileConsent/invoke',
    id: randomUUID(),
    channelId: 'msteams',
    serviceUrl: bot.teams.serviceUrl,
    from: { id: `29:${who.id}`, aadObjectId: who.id, name: who.name },
    recipient: { id: '28:bot', name: 'Seatkeeper' },
    conversation: { id: `a:chat-${who.id}`, tenantId, conversationType: 'personal' },
    channelData: { tenant: { id: tenantId } },
    value: {
      type: 'fileUpload',
      action: declined ? 'decline' : 'accept',
      context: content?.acceptContext,
      ...(!declined && { uploadInfo }),
    },
  });
}
