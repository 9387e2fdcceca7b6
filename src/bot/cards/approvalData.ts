import type { RequestView } from '../../application/views.ts';
import type { Pending } from '../../domain/request.ts';
import { becauseText } from '../words/becauseWords.ts';
import type { Notice } from '../words/notice.ts';
import { planSentence } from '../words/planSentence.ts';
import { callsData } from './callsData.ts';
import { caveatsData } from './caveatsData.ts';
import { askFacts } from './askFacts.ts';
import { commentsData } from './commentsData.ts';
import { requestedFact } from './factsData.ts';
import { headerData } from './headerData.ts';
import { notices } from './noticeData.ts';
import { seatsPart } from './seatPicture.ts';
import { stageRows } from './stagesData.ts';
import { optionalSteps } from './stepsData.ts';
import {
  existingWarning,
  forcedNotice,
  fullNotice,
  licenceWarning,
  replannedNotice,
  unrecordedNotice,
} from './warnings.ts';

/** What an approver weighs, and the two buttons. */
export function approvalData(
  view: RequestView,
  request: Pending,
  {
    notice,
    comments,
    typed,
  }: { readonly notice: Notice | undefined; readonly comments: number; readonly typed: string },
): object {
  const { environment, version } = view;
  return {
    requestId: request.id,
    version,
    planHash: request.planHash,
    header: headerData(view),
    notices: notices(
      notice,
      forcedNotice(view),
      replannedNotice(view),
      existingWarning(view),
      unrecordedNotice(view),
      fullNotice(view),
      licenceWarning(view),
    ),
    stages: optionalSteps(stageRows(view)),
    ...seatsPart(view),
    facts: [requestedFact(view), ...askFacts(view)],
    plan: planSentence(request, environment),
    caveats: caveatsData(view),
    comments: commentsData(view, comments),
    typed,
    because: becauseText(view.reader.because, environment.name),
    approve: approveTitle(request),
    ...callsData(view),
  };
}

/** Some policies let an approval count only after a fresh sign-in. */
export function approveTitle({ terms }: Pick<Pending, 'terms'>): string {
  return terms.signIn === undefined ? 'Approve' : 'Sign in and approve';
}
