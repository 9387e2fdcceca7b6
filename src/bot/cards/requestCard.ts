import type { RequestView } from '../../application/views.ts';
import { isWorking } from '../../domain/request.ts';
import { assertNever } from '../../domain/result.ts';
import { literalDeep } from '../words/markdown.ts';
import type { Notice } from '../words/notice.ts';
import { approvalData } from './approvalData.ts';
import { certifyCard } from './certifyCard.ts';
import { endingData } from './endingData.ts';
import { fits, renderCard, type Card, type CardData } from './card.ts';
import { channelData } from './channelData.ts';
import { outcomeData, ownerData, requestData } from './requestData.ts';
import { progressData } from './progressData.ts';
import { reminderData } from './reminderData.ts';
import { reviewData } from './reviewData.ts';
import { requestSummary } from './summary.ts';
import { turnOf } from './turnOf.ts';

/** They are all that grows for as long as a request is open. */
const mostComments = 5;
/**
 * The card of a request as it is now, for one reader. `notice` answers what the reader just did. Where five comments make
 * it too large for Teams it has fewer, down to the last one.
 */
export function requestCard(view: RequestView, notice?: Notice, typed?: string): Card {
  if (view.sheet) return certifyCard(view.sheet, notice);
  let card = renderCard(requestCardData(view, { notice, typed }));
  for (let comments = mostComments - 1; comments > 0 && !fits(card); comments -= 1) {
    card = renderCard(requestCardData(view, { notice, typed, comments }));
  }
  return card;
}

interface Extras {
  readonly notice?: Notice | undefined;
  readonly comments?: number;
  /** What stands in the box of an approver's comment already. */
  readonly typed?: string | undefined;
}

export function requestCardData(view: RequestView, extras: Extras = {}): CardData {
  const safe = literalDeep(view);
  return { ...choose(safe, extras), summary: extras.notice?.what ?? requestSummary(view) };
}

/** A part's card, unless the state leaves nothing of it to do or to watch. */
function choose(view: RequestView, { notice, comments = mostComments, typed = '' }: Extras): Omit<CardData, 'summary'> {
  const { request, reader } = view;
  switch (reader.part) {
    case 'outcome':
    case 'revoked':
      return { template: 'outcome', data: outcomeData(view, notice) };
    case 'owner':
      return { template: 'owner', data: ownerData(view, notice) };
    case 'reminder':
      return { template: 'reminder', data: reminderData(view, notice) };
    case 'ending':
      return { template: 'ending', data: endingData(view, notice) };
    case 'channel':
      return { template: 'channel', data: channelData(view, notice) };
    case 'requester':
    case 'approver':
    case 'forced':
    case 'observer':
    case 'certify':
    case 'certifyAll':
      break;
    default:
      return assertNever(reader.part);
  }
  if (isWorking(request)) {
    return { template: 'progress', data: progressData(view, request, notice) };
  }
  if (request.status === 'Draft' && reader.part === 'requester') {
    return { template: 'review', data: reviewData(view, request, notice) };
  }
  if (request.status === 'Pending' && reader.part === 'approver' && turnOf(view, request) === 'now') {
    return { template: 'approval', data: approvalData(view, request, { notice, comments, typed }) };
  }
  return { template: 'request', data: requestData(view, notice, comments) };
}
