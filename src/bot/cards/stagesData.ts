import type { ApproverView, RequestView } from '../../application/views.ts';
import { nudgePause, stageOf } from '../../domain/decideReview.ts';
import type { Pending } from '../../domain/request.ts';
import { addMilliseconds, millisecondsBetween, type Day } from '../../domain/words.ts';
import { cardTime, longDay } from '../words/durations.ts';
import { nameList } from '../words/lists.ts';
import { giversText } from '../words/voteWords.ts';
import { said } from './optional.ts';
import type { StepRow } from './stepsData.ts';
import { undecided } from './turnOf.ts';

/** So many people who are away are told of one by one. */
const mostAway = 3;

/** The approval, stage by stage: who has approved, who has still to decide, and what stands in their way. */
export function stageRows(view: RequestView): readonly StepRow[] {
  const { request } = view;
  if (request.status !== 'Pending') return [];
  return request.terms.stages.map(({ required }, stage) => {
    const label = request.terms.stages.length > 1 ? `Stage ${stage + 1} of ${request.terms.stages.length}: ` : '';
    const row = { weight: 'Default', isSubtle: false, notes: [], time: [] } as const;
    if (stage < request.stage) {
      return { ...row, shape: '✓', colour: 'good', text: `${label}${approvedText(view, request, stage)}` };
    }
    if (stage > request.stage) {
      const text = `${label}${approvals(required)}, asked for after the stage before`;
      return { ...row, shape: '○', colour: 'default', isSubtle: true, text };
    }
    const text = openText(view, request);
    const notes = openNotes(view, request).map((note) => said(note));
    const sentence = label === '' ? text : `${label}${text.replace(/^Waiting/, 'waiting')}`;
    return { ...row, shape: '●', colour: 'accent', text: sentence, weight: 'Bolder', notes };
  });
}

function openText(view: RequestView, request: Pending): string {
  const { required } = stageOf(request);
  const given = request.approvals.filter(({ stage }) => stage === request.stage);
  const left = required - given.length;
  const open = undecided(view, request);
  const names = nameList(namesOf(view, open), open.length === left ? 'and' : 'or');
  const from = names === '' ? '' : ` from ${names}`;
  if (given.length > 0) {
    const more = left === 1 ? 'one more approval' : `${left} more approvals`;
    return `${approvedText(view, request, request.stage)} Waiting for ${more}${from}.`;
  }
  return `Waiting for ${left === 1 && names !== '' ? names : `${approvals(left)}${from}`}.`;
}

function approvedText({ reader }: RequestView, { approvals: all }: Pending, stage: number): string {
  const given = all.filter((approval) => approval.stage === stage);
  const several = given.length > 1 || given.some(({ by }) => by.id === reader.id);
  return `${upper(giversText(given, reader.id))} ${several ? 'have' : 'has'} approved.`;
}

function openNotes(view: RequestView, request: Pending): readonly string[] {
  const open = undecided(view, request);
  // Whoever reads this has it, however it came to them.
  const others = open.filter(({ person }) => person.id !== view.reader.id);
  const namesWith = (state: ApproverView['delivery']): readonly string[] =>
    others.filter(({ delivery }) => delivery === state).map(({ person }) => person.name);
  const [lost, elsewhere, coming] = [namesWith('unreachable'), namesWith('inChannel'), namesWith('notAskedYet')];
  return [
    ...(open.length === 0 ? [nobodyNote(view, request)] : []),
    ...(request.escalated ? [escalatedNote(view, request)] : []),
    ...awayNotes(view, open),
    ...(elsewhere.length > 0 && view.reader.part !== 'channel'
      ? [
          `${nameList(elsewhere)} cannot be reached in a chat, so ${elsewhere.length === 1 ? 'is' : 'are'} asked in the approval channel.`,
        ]
      : []),
    ...(lost.length > 0 && view.reader.part !== 'channel' ? [`${nameList(lost)} cannot be reached in Teams.`] : []),
    ...(coming.length > 0 ? [`${nameList(coming)} ${areOrIs(coming)} being asked.`] : []),
    ...reminderNotes(view, request),
  ];
}

/** Milliseconds. By then everybody who can be found has been. */
const searching = 60_000;

function nobodyNote({ at }: RequestView, { stageSince }: Pending): string {
  return millisecondsBetween(stageSince, at) < searching
    ? 'The approvers are being asked.'
    : 'Nobody was found who can approve now. An admin can add approvers to the policy, or force it.';
}

/** Alternates may have decided elsewhere, or have a stake in the request. */
function escalatedNote({ approvers }: RequestView, { stage }: Pending): string {
  const others = approvers.some((approver) => approver.stage === stage && approver.because?.as !== undefined);
  return others
    ? 'The time for an answer was up, so alternates are asked too.'
    : 'The time for an answer was up, and no alternate can be asked. If it cannot wait, an admin can force it.';
}

function awayNotes(view: RequestView, open: readonly ApproverView[]): readonly string[] {
  const notes = open.flatMap(({ person, away }) => {
    if (!away) return [];
    const [name = ''] = namesOf(view, [{ person }]);
    const until = away.until === undefined ? 'for now' : `until ${longDay(away.until as Day)}`;
    // Whoever was named, and has a stake in the request or a vote of their own, decides nothing here in that place.
    const standIn = open.find(({ because }) => because?.insteadOf?.id === person.id);
    const instead = standIn ? `; ${namesOf(view, [standIn])[0]} may decide instead` : '';
    return [`${upper(name)} ${areOrIs([name])} away ${until}${instead}.`];
  });
  const more = notes.length - mostAway;
  if (more <= 0) return notes;
  return [...notes.slice(0, mostAway), `${more} more ${more === 1 ? 'is' : 'are'} away.`];
}

/** Times stay right however old the card grows. */
function reminderNotes({ reader }: RequestView, { reminders, nudgedAt, requester }: Pending): readonly string[] {
  const clock = reminders > 0 ? [`Reminded ${reminders === 1 ? 'once' : `${reminders} times`}.`] : [];
  if (nudgedAt === undefined) return clock;
  if (reader.id !== requester.id) return [...clock, `${requester.name} reminded them at ${cardTime(nudgedAt)}.`];
  const again = cardTime(addMilliseconds(nudgedAt, nudgePause));
  return [...clock, `You reminded them at ${cardTime(nudgedAt)}, and can again at ${again}.`];
}

function namesOf({ reader }: RequestView, people: readonly Pick<ApproverView, 'person'>[]): readonly string[] {
  return people.map(({ person }) => (person.id === reader.id ? 'you' : person.name));
}

function areOrIs(names: readonly string[]): string {
  return names.length > 1 || names[0] === 'you' ? 'are' : 'is';
}

function upper(text: string): string {
  return text.replace(/^you\b/, 'You');
}

function approvals(number: number): string {
  return number === 1 ? 'one approval' : `${number} approvals`;
}
