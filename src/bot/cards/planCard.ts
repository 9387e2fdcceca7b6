import type { PlanCheck } from '../../application/checks/planCheck.ts';
import type { DryRunView, RequestView } from '../../application/views.ts';
import type { AccessRequest } from '../../domain/request.ts';
import { checkText, checkTitles } from '../words/checkWords.ts';
import { count } from '../words/durations.ts';
import { literalDeep } from '../words/markdown.ts';
import type { Notice } from '../words/notice.ts';
import { adviceFor, obstacleText } from '../words/obstacles.ts';
import { wait } from '../words/obstacleWords.ts';
import { whereItStands } from '../words/whereItStands.ts';
import { callsData, type CallsData } from './callsData.ts';
import { renderCard, type Card, type CardData } from './card.ts';
import { headerData } from './headerData.ts';
import { notices } from './noticeData.ts';
import { optional, optionalText, said } from './optional.ts';
import { creationRows, optionalSteps, undoRows, type StepRow } from './stepsData.ts';
import { forcedNotice } from './warnings.ts';

/** A dry run: what would be done for a request, and what the world says about it at this moment. */
export function planCard(dryRun: DryRunView): Card {
  return renderCard(planCardData(dryRun));
}

export function planCardData(dryRun: DryRunView): CardData {
  const { view, checks } = literalDeep(dryRun);
  const { request } = view;
  const begun = checks.length === 0;
  const obstacles = checks.filter(({ obstacle }) => obstacle).length;
  const course = begun ? courseRows(view) : [];
  return {
    template: 'plan',
    summary: `Dry run of #${request.id} ${dryRun.view.request.ask.integration}: ${begun ? 'nothing left to try' : verdict(obstacles)}`,
    data: {
      requestId: request.id,
      header: headerData(view),
      notices: notices(forcedNotice(view), begun ? begunNotice(request) : verdictNotice(obstacles)),
      checks: optional(!begun, { steps: optionalSteps(checks.map((check) => checkRow(view, check))) }),
      course: optional(course.length > 0, { steps: optionalSteps(course) }),
      planned: optional(!begun, numberedCalls(view)),
      unchanged: optionalText(begun ? undefined : 'This was a dry run: it read, and changed nothing.'),
    },
  };
}

function numberedCalls(view: RequestView): CallsData {
  const { calls, callsNote } = callsData(view);
  return { callsNote, calls: calls.map((step, index) => ({ ...step, step: `${index + 1}. ${step.step}` })) };
}

function verdict(obstacles: number): string {
  return obstacles === 0 ? 'nothing is in the way' : `${count(obstacles, 'thing')} in the way`;
}

function verdictNotice(obstacles: number): Notice {
  if (obstacles === 0) {
    return { tone: 'good', what: 'Nothing is in the way.', why: 'Done now, it would work as far as can be seen.' };
  }
  return {
    tone: 'warning',
    what: `${obstacles === 1 ? 'One thing is' : `${obstacles} things are`} in the way.`,
    why: 'Done now, it would not work.',
    todo: 'See below what to do about it, then press Refresh.',
  };
}

function begunNotice(request: AccessRequest): Notice {
  return {
    tone: 'info',
    what: 'Nothing is left to try out.',
    why: whereItStands(request),
    todo: `Press Show #${request.id} for its card.`,
  };
}

function checkRow({ request, environment, reader }: RequestView, check: PlanCheck): StepRow {
  const { about, obstacle } = check;
  const row = { weight: 'Default', isSubtle: false, time: [] } as const;
  if (!obstacle) {
    return { ...row, shape: '✓', colour: 'good', text: checkText(check, request.ask, environment), notes: [] };
  }
  const { what, todo, code } = obstacleText(obstacle);
  const { requester } = request;
  const advice = todo === wait ? 'Press Refresh in a few minutes.' : todo;
  const notes = [said(reader.id === requester.id ? advice : adviceFor(requester.name, advice), code)];
  return { ...row, shape: '✕', colour: 'attention', text: `${checkTitles[about]}: ${what}`, notes };
}

/** Of a creation that has begun or ended: what was done, and what was taken back. */
function courseRows(view: RequestView): readonly StepRow[] {
  const { request } = view;
  if (request.status === 'Undoing') return undoRows(view, request);
  const begun = request.status === 'Provisioning' || request.status === 'Active' || request.status === 'Replaced';
  return begun ? creationRows(view, request) : [];
}
