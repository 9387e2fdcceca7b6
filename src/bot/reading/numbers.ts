import type { RequestId } from '../../domain/words.ts';
import { unquoted } from './args.ts';

/** `104`, `#104`, `request 104`: all that the text says is the number of a request. */
export function numberIn(text: string): RequestId | undefined {
  const [, number] = /^\s*(?:(?:for|of)\s+)?(?:request\s+)?(?:number\s+)?#?\s*(\d{1,9})\s*[?.!]*\s*$/i.exec(text) ?? [];
  return Number(number) > 0 ? (Number(number) as RequestId) : undefined;
}

/** `104 looks fine`, `#104: looks fine`: a request, and what is said about it. */
export function readAbout(text: string): { readonly id: RequestId; readonly text: string } | undefined {
  const [, number, rest = ''] =
    /^\s*(?:request\s+)?(?:number\s+)?#?\s*(\d{1,9})(?:\s*[:,;–-]\s*|\.(?!\d)\s*|\s+|$)(.*)$/is.exec(text) ?? [];
  return Number(number) > 0 ? { id: Number(number) as RequestId, text: unquoted(rest.trim()) } : undefined;
}
