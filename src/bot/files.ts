import { z } from 'zod';
import { TeamsAdapter } from './adapter.ts';
import type { Turn } from './turn.ts';

/** Where Teams wants a file that its reader has agreed to take: an upload session in their OneDrive. */
export const UploadInfo = z.object({
  uploadUrl: z.url(),
  contentUrl: z.url(),
  name: z.string(),
  uniqueId: z.string(),
  fileType: z.string(),
});
export type UploadInfo = z.infer<typeof UploadInfo>;

/** Bytes. One upload takes up to 60 MB; this is what an answer in chat has the time for. */
export const largestFile = 10 * 1024 * 1024;

/**
 * Whether this chat takes a file, or the personal one in Teams does. `nowhere`: bots have no files in GCC High, DoD and
 * China (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4), whose hosts end in .us and .cn.
 */
export function filesAreTaken({ place, context: { activity } }: Turn): 'here' | 'elsewhere' | 'nowhere' {
  const { hostname, pathname } = new URL(activity.serviceUrl);
  if (/\.(us|cn)$/.test(hostname)) return 'nowhere';
  // Teams' stand-in on a developer's machine takes none.
  const isStandIn = /\/_connector\/?$/.test(pathname);
  return place === 'personal' && activity.channelId === 'msteams' && !isStandIn ? 'here' : 'elsewhere';
}

/** A bot without an app id answers its own machine only, and does not start in production. */
export function mayUploadHere({ context: { adapter } }: Turn): boolean {
  return adapter instanceof TeamsAdapter && adapter.appId === '';
}

/** Whether it may get what is in the audit: Microsoft's own hosts over TLS. */
export function isTrustedUpload(address: string, here: boolean): boolean {
  const { protocol, hostname, port, username } = new URL(address);
  if (here && protocol === 'http:' && hostname === '127.0.0.1') return true;
  return protocol === 'https:' && port === '' && username === '' && hostname.endsWith('.sharepoint.com');
}

/** Milliseconds. Teams gives up on an invoke after about fifteen seconds. */
const patience = 10_000;

/** `failed` names the status or the system's code; never the address, which is a key to the file. */
export async function putFile(
  { uploadUrl }: UploadInfo,
  bytes: Buffer<ArrayBuffer>,
): Promise<'put' | { readonly failed: string }> {
  try {
    const { ok, status, body } = await fetch(uploadUrl, {
      method: 'PUT',
      headers: { 'content-range': `bytes 0-${bytes.length - 1}/${bytes.length}` },
      body: bytes,
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    });
    await body?.cancel();
    return ok ? 'put' : { failed: String(status) };
  } catch (err) {
    const { code } = (err as { cause?: { code?: unknown } }).cause ?? {};
    return { failed: typeof code === 'string' ? code : 'no answer' };
  }
}
