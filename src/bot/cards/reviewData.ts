import type { RequestView } from '../../application/views.ts';
import { takesSeat } from '../../domain/ask.ts';
import type { Draft } from '../../domain/request.ts';
import { applicationUserHint, applicationUserLink, type Notice } from '../words/notice.ts';
import { stepWords } from '../words/stepWords.ts';
import { caveatsData } from './caveatsData.ts';
import { askFacts } from './askFacts.ts';
import { headerData } from './headerData.ts';
import { notices } from './noticeData.ts';
import { optional } from './optional.ts';
import { fullText, seatsPart } from './seatPicture.ts';
import { existingWarning, licenceWarning, unrecordedNotice } from './warnings.ts';

/** The draft, before anything is sent to anybody. */
export function reviewData(view: RequestView, request: Draft, notice?: Notice): object {
  const { environment, version } = view;
  const words = stepWords(request, environment);
  return {
    requestId: request.id,
    version,
    header: headerData(view),
    notices: notices(notice, existingWarning(view), unrecordedNotice(view), seatWarning(view), licenceWarning(view)),
    ...seatsPart(view),
    facts: askFacts(view),
    plan: request.plan.steps.map(({ name }, index) => ({ number: `${index + 1}.`, text: words[name].plan })),
    caveats: caveatsData(view),
    alternative: optional(takesSeat(request.ask.account), { text: applicationUserHint, url: applicationUserLink.url }),
    acknowledge: `I have read ${request.caveats.length === 1 ? 'it' : `all ${request.caveats.length}`} and accept`,
  };
}

function seatWarning({ environment, seats, request }: RequestView): Notice | undefined {
  if (!takesSeat(request.ask.account)) return undefined;
  if (!seats) {
    return {
      tone: 'info',
      what: `The seats of ${environment.name} could not be read.`,
      why: 'The environment has not answered yet.',
      todo: 'You can submit all the same: the environment is asked again before anything is created.',
    };
  }
  if (seats.free > 0) return undefined;
  return {
    tone: 'warning',
    what: `No seat is free in ${fullText(environment, seats)}.`,
    why: 'After the approval the request goes to the waiting list, and is created when a seat becomes free.',
    todo: 'Submit it to wait, or use an application user, which needs no seat.',
  };
}
