import { findEnded, findRecord } from '../application/findRecord.ts';
import type { RequestView } from '../application/views.ts';
import { viewRequest } from '../application/viewRequest.ts';
import type { RequestId } from '../domain/words.ts';
import { noticeCard } from './cards/menuCards.ts';
import { firstArg } from './reading/args.ts';
import { readAbout } from './reading/numbers.ts';
import { reply } from './reply.ts';
import type { Turn } from './turn.ts';
import { refusalNotice } from './words/refusals.ts';
import { targetUsage, unknownUser, type TargetCommand } from './words/targetUsage.ts';

interface Target {
  readonly view: RequestView;
  /** What is said behind the user. */
  readonly rest: string;
}

/**
 * The record that the first word names, or the last one of a user that has ended: by the number of a request, a UPN or an
 * application's id. Says what is wrong, and returns nothing, when there is none. A request that another one has replaced
 * leads to that one.
 */
export async function findTarget(turn: Turn, args: string, command: TargetCommand): Promise<Target | undefined> {
  const about = readAbout(args);
  if (about) {
    const view = await recordOf(turn, about.id);
    if (view) return { view, rest: about.text };
    await reply(turn, noticeCard(refusalNotice({ code: 'NotFound' }, undefined)));
    return undefined;
  }
  const { word, rest } = firstWord(args);
  if (!isAddress(word)) {
    await reply(turn, noticeCard(targetUsage(command, args)));
    return undefined;
  }
  const named = { text: word, reader: turn.person };
  const view = (await findRecord(turn.app, named)) ?? (await findEnded(turn.app, named));
  if (view) return { view, rest };
  await reply(turn, noticeCard(unknownUser(word)));
  return undefined;
}

async function recordOf(turn: Turn, id: RequestId): Promise<RequestView | undefined> {
  const view = await viewRequest(turn.app, { id, reader: turn.person });
  return view?.request.status === 'Replaced' ? recordOf(turn, view.request.by) : view;
}

/** Quotes keep words together, as in a shell. */
export function firstWord(args: string): { readonly word: string; readonly rest: string } {
  return firstArg(args);
}

/** Whether the text begins with what names a user. */
export function isTarget(args: string): boolean {
  return readAbout(args) !== undefined || isAddress(firstWord(args).word);
}

function isAddress(word: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(word) || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(word);
}
