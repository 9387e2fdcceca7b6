import type { RequestView } from '../../application/views.ts';
import type { Comment } from '../../domain/request.ts';
import { cardDateTime, count } from '../words/durations.ts';
import { optional, optionalText, type Optional, type TextData } from './optional.ts';

export interface CommentsData {
  readonly earlier: Optional<TextData>;
  readonly said: readonly { readonly name: string; readonly time: string; readonly text: string }[];
}

/** What both sides said, with and without a decision, in the order in which it was said; the latest ones, each whole. */
export function commentsData({ request }: RequestView, most: number): Optional<CommentsData> {
  const all = [...(request.comments ?? []), ...withApprovals(request)].sort((a, b) => (a.at < b.at ? -1 : 1));
  const hidden = Math.max(0, all.length - most);
  return optional(all.length > 0, {
    earlier: optionalText(hidden > 0 ? `${count(hidden, 'earlier comment')} not shown` : undefined),
    said: all.slice(hidden).map(({ by, at, text }) => ({ name: by.name, time: cardDateTime(at), text })),
  });
}

function withApprovals(request: RequestView['request']): readonly Comment[] {
  if (!('approvals' in request)) return [];
  return request.approvals.flatMap(({ by, at, comment }) => (comment === undefined ? [] : [{ by, at, text: comment }]));
}
