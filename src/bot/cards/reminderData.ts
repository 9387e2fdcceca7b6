import type { RequestView } from '../../application/views.ts';
import { becauseText } from '../words/becauseWords.ts';
import { cardDateTime } from '../words/durations.ts';
import type { Notice } from '../words/notice.ts';
import { approveTitle } from './approvalData.ts';
import { askFacts } from './askFacts.ts';
import { requestedFact } from './factsData.ts';
import { headerData } from './headerData.ts';
import { notices } from './noticeData.ts';
import { optional, optionalText } from './optional.ts';
import { standing } from './standing.ts';
import { turnOf } from './turnOf.ts';
import { existingWarning, forcedNotice, fullNotice, licenceWarning, replannedNotice } from './warnings.ts';

/** A message of its own to somebody who was asked already: only what the decision needs, and the way to the rest. */
export function reminderData(view: RequestView, notice?: Notice): object {
  const { request, reader, environment, version } = view;
  const waits = request.status === 'Pending' && turnOf(view, request) === 'now' ? request : undefined;
  return {
    requestId: request.id,
    header: headerData(view),
    waits: optionalText(waits && `Still waits for you, since ${cardDateTime(waits.stageSince)}.`),
    notices: waits
      ? notices(
          notice,
          forcedNotice(view),
          replannedNotice(view),
          existingWarning(view),
          fullNotice(view),
          licenceWarning(view),
        )
      : notices(notice, forcedNotice(view), standing(view)),
    facts: waits ? [requestedFact(view), ...askFacts(view)] : [requestedFact(view)],
    decide: optional(waits !== undefined, {
      requestId: request.id,
      version,
      planHash: request.planHash,
      approve: approveTitle(request),
      because: becauseText(reader.because, environment.name),
    }),
  };
}
