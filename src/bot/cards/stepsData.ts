import type { RequestView } from '../../application/views.ts';
import { revokeSteps, type AnyStep, type RevokeStep } from '../../domain/life.ts';
import type { StepName } from '../../domain/plannedSteps.ts';
import {
  stepsAhead,
  type Delay,
  type Leftover,
  type Provisioning,
  type Revoking,
  type Undoing,
} from '../../domain/request.ts';
import { millisecondsBetween, type Instant } from '../../domain/words.ts';
import { cardTime, count } from '../words/durations.ts';
import { obstacleText } from '../words/obstacles.ts';
import type { Colour } from '../words/statusWords.ts';
import { revokeWords } from '../words/revokeWords.ts';
import type { UndoWords } from '../words/stepFacts.ts';
import { stepWords } from '../words/stepWords.ts';
import { optional, optionalText, said, type Optional, type SaidData, type TextData } from './optional.ts';

export interface StepRow {
  readonly shape: string;
  readonly colour: Colour;
  readonly text: string;
  readonly weight: 'Default' | 'Bolder';
  readonly isSubtle: boolean;
  /** What is said below the line. */
  readonly notes: readonly SaidData[];
  readonly time: Optional<TextData>;
}

/** What was done, what is done now, and what is to come; of a creation that has ended well, all of it done. */
export function creationRows(
  { environment, at }: RequestView,
  request: Omit<Provisioning, 'status' | 'seatTakenAt'>,
): readonly StepRow[] {
  const words = stepWords(request, environment);
  const [now, ...later] = stepsAhead(request);
  return [
    ...request.done.map((record) => doneRow(words[record.step].done, cardTime(record.at))),
    ...(now ? [nowRow(words[now].now, words[now].usual, request, at)] : []),
    ...later.map((step) => laterRow(words[step].plan)),
  ];
}

/** Only the steps that have something to take back, in the order in which it is taken back. */
export function undoRows({ environment, at }: RequestView, request: Undoing): readonly StepRow[] {
  const words = stepWords(request, environment);
  const left = new Set(request.leftovers.map(({ step }) => step));
  const remaining = new Set(request.remaining);
  return undoneSteps(request).flatMap((step) => {
    const undo = words[step].undo;
    if (!undo) return [];
    if (left.has(step)) return [failedRow(undo.plan)];
    if (!remaining.has(step)) return [doneRow(undo.done, '')];
    return [step === request.remaining[0] ? nowRow(undo.plan, '', request, at) : laterRow(undo.plan)];
  });
}

/** What is taken away from a user, in that order. */
export function revokeRows({ environment, at }: RequestView, request: Revoking): readonly StepRow[] {
  const words = revokeWords(request, environment);
  const left = new Set(request.leftovers.map(({ step }) => step));
  const remaining = new Set(request.remaining);
  return revokeSteps.map((step) => {
    if (left.has(step)) return failedRow(words[step].plan, 'Could not be done');
    if (!remaining.has(step)) return doneRow(words[step].done, '');
    return step === request.remaining[0] ? nowRow(words[step].now, '', request, at) : laterRow(words[step].plan);
  });
}

export function optionalSteps(rows: readonly StepRow[]): Optional<{ readonly rows: readonly StepRow[] }> {
  return optional(rows.length > 0, { rows });
}

export function leftoverLines(
  { request, environment }: RequestView,
  leftovers: readonly Leftover[],
): readonly string[] {
  return leftovers.flatMap(({ step, obstacle }) => {
    const undo = byHandWords(request, environment, step);
    return undo ? [`${undo.byHand} ${obstacleText(obstacle).what}`] : [];
  });
}

function byHandWords(
  request: RequestView['request'],
  environment: RequestView['environment'],
  step: AnyStep,
): UndoWords | undefined {
  return isRevokeStep(step) ? revokeWords(request, environment)[step] : stepWords(request, environment)[step].undo;
}

function isRevokeStep(step: AnyStep): step is RevokeStep {
  return (revokeSteps as readonly AnyStep[]).includes(step);
}

function undoneSteps(request: Undoing): readonly StepName[] {
  const failed = stepsAhead(request)[0];
  return [...request.done.map(({ step }) => step), ...(failed ? [failed] : [])].reverse();
}

function doneRow(text: string, time: string): StepRow {
  return { shape: '✓', colour: 'good', text, weight: 'Default', isSubtle: false, notes: [], time: optionalText(time) };
}

function nowRow(
  text: string,
  usual: string,
  { delay, stepSince }: Pick<Provisioning, 'delay' | 'stepSince'>,
  at: Instant,
): StepRow {
  const since = `Since ${cardTime(stepSince)}`;
  const notes = [said(usual === '' ? since : `${since}, ${usual}`), ...(delay ? delayNotes(delay, at) : [])];
  return { shape: '●', colour: delay ? 'warning' : 'accent', text, weight: 'Bolder', isSubtle: false, notes, time: [] };
}

function laterRow(text: string): StepRow {
  return { shape: '○', colour: 'default', text, weight: 'Default', isSubtle: true, notes: [], time: [] };
}

function failedRow(text: string, note = 'Could not be taken back'): StepRow {
  return {
    shape: '✕',
    colour: 'attention',
    text,
    weight: 'Default',
    isSubtle: false,
    notes: [said(note)],
    time: [],
  };
}

/** Numbers only once they say something: the first tries are ordinary, and what is tried within a minute is tried now. */
function delayNotes({ obstacle, attempts, nextAt }: Delay, at: Instant): StepRow['notes'] {
  const { what, code } = obstacleText(obstacle);
  const tries = [
    ...(attempts > 2 ? [`Tried ${count(attempts, 'time')}.`] : []),
    ...(millisecondsBetween(at, nextAt) > 60_000 ? [`Next try at ${cardTime(nextAt)}.`] : []),
  ];
  return [said(what, code), ...(tries.length > 0 ? [said(tries.join(' '))] : [])];
}
