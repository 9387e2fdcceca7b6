import type { Explanation } from '../../application/explainPolicy.ts';
import type { Approver, Excluded } from '../../domain/roster.ts';
import { reasonText } from '../words/becauseWords.ts';
import { count, duration } from '../words/durations.ts';
import { literalDeep } from '../words/markdown.ts';
import type { Notice } from '../words/notice.ts';
import { excludedTexts, policyText } from '../words/policyWords.ts';
import { renderCard, type Card, type CardData } from './card.ts';
import { fact, type Fact } from './factsData.ts';
import { buttonsData, notices } from './noticeData.ts';
import { optionalText } from './optional.ts';

/** Of groups with hundreds of members, with and without a right; of many stages fewer, or it would be no card. */
const mostPeople = 6;
const mostRows = 36;

/** Who could approve a request and why, who could not and why not. */
export function explainCard(explanation: Explanation): Card {
  return renderCard(explainCardData(explanation));
}

export function explainCardData(given: Explanation): CardData {
  const explanation = literalDeep(given);
  const { request, environment, stages } = explanation;
  const shown = Math.max(1, Math.min(mostPeople, Math.floor(mostRows / 2 / stages.length)));
  const title = `Who can decide #${request.id}`;
  return {
    template: 'policyExplain',
    summary: `${title} ${given.request.ask.integration}: ${given.decidable ? 'enough people' : 'too few people'}`,
    data: {
      title,
      subtitle: optionalText(request.ask.integration),
      notices: notices(verdict(explanation), incomplete(explanation)),
      facts: facts(explanation),
      stages: stages.map(({ required, approvers, excluded }, stage) => ({
        title: `${stages.length > 1 ? `Stage ${stage + 1} of ${stages.length}: ` : ''}${count(required, 'approval')} needed`,
        people: [
          ...approvers.slice(0, shown).map((approver) => canRow(approver, environment.name)),
          ...excluded.slice(0, shown).map(cannotRow),
        ],
        more: optionalText(moreText(approvers.length - shown, excluded.length - shown)),
        none: optionalText(approvers.length === 0 ? 'Nobody can approve in this stage.' : undefined),
      })),
      buttons: [
        buttonsData([
          { title: `Show #${request.id}`, data: { command: 'show', requestId: request.id } },
          { title: 'Refresh', data: { command: 'say', args: `policy explain ${request.id}` } },
        ]),
      ],
    },
  };
}

function verdict({ decidable, request }: Explanation): Notice {
  if (decidable) return { tone: 'good', what: 'Enough different people can approve.' };
  return {
    tone: 'warning',
    what: `#${request.id} cannot get all of its approvals.`,
    why: 'Too few different people can approve: nobody counts in two stages, and nobody decides what they have a stake in.',
    todo: 'An admin of Seatkeeper can add approvers, alternates or a fallback to the policy.',
  };
}

function incomplete({ incomplete: unknown }: Explanation): Notice | undefined {
  if (!unknown) return undefined;
  return {
    tone: 'info',
    what: 'There may be more people than these.',
    why: 'A person or a group could not be looked up now.',
    todo: 'Press Refresh in a few minutes.',
  };
}

function facts({ terms }: Explanation): readonly Fact[] {
  const { maxDays, reason, signIn, requesters } = terms;
  return [
    fact('Policy', policyText(terms), `version ${terms.version}`),
    fact('Longest', count(maxDays, 'day')),
    ...(reason > 0 ? [fact('Purpose', `${count(reason, 'character')} at least`)] : []),
    ...(requesters ? [fact('Asked by', 'only those whom the policy lets ask')] : []),
    ...(signIn === undefined ? [] : [fact('Sign-in', `no older than ${duration(signIn)} for an approval`)]),
  ];
}

function canRow({ person, because }: Approver, environment: string): object {
  return { shape: '✓', colour: 'good', name: person.name, why: reasonText(because, environment) };
}

function cannotRow({ person, why }: Excluded): object {
  return { shape: '✕', colour: 'attention', name: person.name, why: excludedTexts[why] };
}

function moreText(can: number, cannot: number): string | undefined {
  const parts = [...(can > 0 ? [`${can} more can approve`] : []), ...(cannot > 0 ? [`${cannot} more cannot`] : [])];
  return parts.length === 0 ? undefined : `And ${parts.join(', ')}.`;
}
