import type { RequestView } from '../../application/views.ts';
import type { StepName } from '../../domain/plan.ts';
import { stepsAhead, type Delay, type Leftover, type Provisioning, type Undoing } from '../../domain/request.ts';
import { cardTime, count } from '../words/durations.ts';
import { obstacleText } from '../words/obstacles.ts';
import type { Colour } from '../words/statusWords.ts';
import { stepWords } from '../words/stepWords.ts';
import { optional, optionalText, type Optional, type TextData } from './optional.ts';

export interface StepRow {
  readonly shape: string;
  readonly colour: Colour;
  readonly text: string;
  readonly weight: 'Default' | 'Bolder';
  readonly isSubtle: boolean;
  /** What is said below the line. */
  readonly notes: readonly TextData[];
  readonly time: Optional<TextData>;
}

export function creationRows({ environment }: RequestView, request: Provisioning): readonly StepRow[] {
  const words = stepWords(request, environment);
  const [now, ...later] = stepsAhead(request);
  return [
    ...request.done.map(({ step, at }) => doneRow(words[step].done, cardTime(at))),
    ...(now ? [nowRow(words[now].now, words[now].usual, request)] : []),
    ...later.map((step) => laterRow(words[step].plan)),
  ];
}

/** Only the steps that have something to take back, in the order in which it is taken back. */
export function undoRows({ environment }: RequestView, request: Undoing): readonly StepRow[] {
  const words = stepWords(request, environment);
  const left = new Set(request.leftovers.map(({ step }) => step));
  const remaining = new Set(request.remaining);
  return undoneSteps(request).flatMap((step) => {
    const undo = words[step].undo;
    if (!undo) return [];
    if (left.has(step)) return [failedRow(undo.plan)];
    if (!remaining.has(step)) return [doneRow(undo.done, '')];
    return [step === request.remaining[0] ? nowRow(undo.plan, '', request) : laterRow(undo.plan)];
  });
}

export function optionalSteps(rows: readonly StepRow[]): Optional<{ readonly rows: readonly StepRow[] }> {
  return optional(rows.length > 0, { rows });
}

export function leftoverLines(
  { request, environment }: RequestView,
  leftovers: readonly Leftover[],
): readonly string[] {
  const words = stepWords(request, environment);
  return leftovers.flatMap(({ step, obstacle }) => {
    const undo = words[step].undo;
    return undo ? [`${undo.byHand} ${obstacleText(obstacle).what}`] : [];
  });
}

function undoneSteps(request: Undoing): readonly StepName[] {
  const failed = stepsAhead(request)[0];
  return [...request.done.map(({ step }) => step), ...(failed ? [failed] : [])].reverse();
}

function doneRow(text: string, time: string): StepRow {
  return { shape: '✓', colour: 'good', text, weight: 'Default', isSubtle: false, notes: [], time: optionalText(time) };
}

function nowRow(text: string, usual: string, { delay, stepSince }: Provisioning | Undoing): StepRow {
  const since = `Since ${cardTime(stepSince)}`;
  const notes = delay ? delayNotes(delay, since) : [{ text: usual === '' ? since : `${since}, ${usual}` }];
  return { shape: '●', colour: delay ? 'warning' : 'accent', text, weight: 'Bolder', isSubtle: false, notes, time: [] };
}

function laterRow(text: string): StepRow {
  return { shape: '○', colour: 'default', text, weight: 'Default', isSubtle: true, notes: [], time: [] };
}

function failedRow(text: string): StepRow {
  return {
    shape: '✕',
    colour: 'attention',
    text,
    weight: 'Default',
    isSubtle: false,
    notes: [{ text: 'Could not be taken back' }],
    time: [],
  };
}

function delayNotes({ obstacle, attempts, nextAt }: Delay, since: string): StepRow['notes'] {
  const tries = attempts > 1 ? `, tried ${count(attempts, 'time')}` : '';
  return [{ text: obstacleText(obstacle).what }, { text: `${since}${tries}. Next try at ${cardTime(nextAt)}` }];
}
