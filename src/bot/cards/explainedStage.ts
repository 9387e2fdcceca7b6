import type { ExplainedStage, Explanation } from '../../application/explainPolicy.ts';
import type { Approval } from '../../domain/request.ts';
import type { Excluded } from '../../domain/whoDecides.ts';
import type { Day } from '../../domain/words.ts';
import { reasonText } from '../words/becauseWords.ts';
import { count, longDay } from '../words/durations.ts';
import { excludedText } from '../words/policyWords.ts';
import type { Colour } from '../words/statusWords.ts';
import { optionalText } from './optional.ts';

/** Of groups with hundreds of members, with and without a right; of many stages fewer, or it would be no card. */
const mostPeople = 6;
const mostRows = 36;

type State = 'open' | 'closed' | 'later' | 'any';

interface Row {
  readonly shape: string;
  readonly colour: Colour;
  readonly name: string;
  readonly why: string;
}

/** Who has approved in a stage, who could, and who cannot. */
export function stageData(explanation: Explanation, stage: ExplainedStage, index: number): object {
  const { environment, stages } = explanation;
  const shown = Math.max(1, Math.min(mostPeople, Math.floor(mostRows / 2 / stages.length)));
  const state = stateOf(explanation, index);
  // Whoever has not approved in a stage that is over is not needed there.
  const can = state === 'closed' ? [] : stage.approvers;
  const given = new Set(stage.given.map(({ by }) => by.id));
  const cannot = stage.excluded.filter(({ person }) => !given.has(person.id));
  return {
    title: titleOf(stage, state, stages.length > 1 ? `Stage ${index + 1} of ${stages.length}` : ''),
    people: [
      ...stage.given.map((approval) => givenRow(approval, environment.name)),
      ...can.slice(0, shown).map((approver) => canRow(stage, approver, { environment, state })),
      ...cannot.slice(0, shown).map(cannotRow),
    ],
    more: optionalText(moreText(can.length - shown, cannot.length - shown)),
    none: optionalText(can.length === 0 && state !== 'closed' ? 'Nobody can approve in this stage.' : undefined),
  };
}

function stateOf({ request }: Explanation, index: number): State {
  if (request.status !== 'Pending') return 'any';
  if (index === request.stage) return 'open';
  return index < request.stage ? 'closed' : 'later';
}

function titleOf({ required, given }: ExplainedStage, state: State, stage: string): string {
  const states = { open: 'open', closed: 'closed', later: 'not open yet', any: '' } as const;
  const lead = [stage, states[state]].filter((part) => part !== '').join(', ');
  const needed = count(required, 'approval');
  const text = given.length > 0 ? `${given.length} of ${needed} given` : `${needed} needed`;
  return lead === '' ? text : `${lead.charAt(0).toUpperCase()}${lead.slice(1)}: ${text}`;
}

function givenRow({ by, because }: Approval, environment: string): Row {
  return { shape: '✓', colour: 'good', name: by.name, why: `has approved: ${reasonText(because, environment)}` };
}

function canRow(
  { approvers }: ExplainedStage,
  { person, because, away }: ExplainedStage['approvers'][number],
  { environment, state }: { readonly environment: Explanation['environment']; readonly state: State },
): Row {
  const standIn = approvers.find((other) => other.because.insteadOf?.id === person.id);
  const until = away?.until === undefined ? 'for now' : `until ${longDay(away.until as Day)}`;
  const absence = away ? `; away ${until}${standIn ? `, ${standIn.person.name} stands in` : ''}` : '';
  const open = state === 'open';
  return {
    shape: open ? '●' : '○',
    colour: open ? 'accent' : 'default',
    name: person.name,
    why: `${reasonText(because, environment.name)}${absence}`,
  };
}

function cannotRow(excluded: Excluded): Row {
  return { shape: '✕', colour: 'attention', name: excluded.person.name, why: excludedText(excluded) };
}

function moreText(can: number, cannot: number): string | undefined {
  const parts = [...(can > 0 ? [`${can} more can approve`] : []), ...(cannot > 0 ? [`${cannot} more cannot`] : [])];
  return parts.length === 0 ? undefined : `And ${parts.join(', ')}.`;
}
