import type { RequestView } from '../../application/views.ts';
import type { Comment } from '../../domain/request.ts';
import { cardDateTime, count } from '../words/durations.ts';
import { optional, optionalText, type Optional, type TextData } from './optional.ts';

export interface CommentsData {
  readonly earlier: Optional<TextData>;
  readonly said: readonly { readonly name: string; readonly time: string; readonly text: string }[];
}

/** With more, of either, the card would be larger than Teams takes. A comment is shown whole or not at all. */
const mostShown = 5;
const mostCharacters = 1_500;

/** What both sides said, with and without a decision, in the order in which it was said. */
export function commentsData({ request }: RequestView): Optional<CommentsData> {
  const all = [...(request.comments ?? []), ...withApprovals(request)].sort((a, b) => (a.at < b.at ? -1 : 1));
  const hidden = all.length - fitting(all.slice(-mostShown));
  return optional(all.length > 0, {
    earlier: optionalText(hidden > 0 ? `${count(hidden, 'earlier comment')} not shown` : undefined),
    said: all.slice(hidden).map(({ by, at, text }) => ({ name: by.name, time: cardDateTime(at), text })),
  });
}

/** How many of the latest, and always the last one. */
function fitting(comments: readonly Comment[]): number {
  const lengths = comments.map((_, index) => comments.slice(index).reduce((sum, { text }) => sum + text.length, 0));
  const first = lengths.findIndex((length) => length <= mostCharacters);
  return first < 0 ? Math.min(1, comments.length) : comments.length - first;
}

function withApprovals(request: RequestView['request']): readonly Comment[] {
  if (!('approvals' in request)) return [];
  return request.approvals.flatMap(({ by, at, comment }) => (comment === undefined ? [] : [{ by, at, text: comment }]));
}
