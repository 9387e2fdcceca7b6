import type { Explanation } from '../../application/explainPolicy.ts';
import type { AccessRequest } from '../../domain/request.ts';
import { count, duration } from '../words/durations.ts';
import { list, nameList } from '../words/lists.ts';
import { literalDeep } from '../words/markdown.ts';
import type { Notice } from '../words/notice.ts';
import { policyText } from '../words/policyWords.ts';
import { whereItStands } from '../words/whereItStands.ts';
import { renderCard, type Card, type CardData } from './card.ts';
import { stageData } from './explainedStage.ts';
import { fact, type Fact } from './factsData.ts';
import { buttonsData, notices } from './noticeData.ts';
import { optionalText } from './optional.ts';

/** Who could approve a request and why, who could not and why not. */
export function explainCard(explanation: Explanation): Card {
  return renderCard(explainCardData(explanation));
}

export function explainCardData(given: Explanation): CardData {
  const explanation = literalDeep(given);
  const { request, stages } = explanation;
  const title = `Who can decide #${request.id}`;
  return {
    template: 'policyExplain',
    summary: `${title} ${given.request.ask.integration}: ${given.decidable ? 'enough people' : 'too few people'}`,
    data: {
      title,
      subtitle: optionalText(request.ask.integration),
      notices: notices(verdict(explanation), incomplete(explanation)),
      facts: facts(explanation),
      stages: stages.map((stage, index) => stageData(explanation, stage, index)),
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
  if (!isToDecide(request)) {
    return {
      tone: 'info',
      what: `Nobody has to approve #${request.id} any more.`,
      why: `${whereItStands(request)} These are the people whom its policy means today.`,
    };
  }
  if (decidable) return { tone: 'good', what: 'Enough different people can approve.' };
  return {
    tone: 'warning',
    what: `#${request.id} cannot get all of its approvals.`,
    why: 'Too few different people can approve: nobody counts in two stages, and nobody decides what they have a stake in.',
    todo: 'An admin of Seatkeeper can add approvers, alternates or a fallback to the policy.',
  };
}

function isToDecide({ status }: AccessRequest): boolean {
  return status === 'Draft' || status === 'Pending';
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

function facts({ terms, requesters }: Explanation): readonly Fact[] {
  const { maxDays, reason, signIn } = terms;
  return [
    fact('Policy', policyText(terms), `version ${terms.version}`),
    fact('Longest', count(maxDays, 'day')),
    ...(reason > 0 ? [fact('Purpose', `${count(reason, 'character')} at least`)] : []),
    ...(requesters ? [fact('May ask', mayAsk(requesters))] : []),
    ...(signIn === undefined ? [] : [fact('Sign-in', `no older than ${duration(signIn)} for an approval`)]),
  ];
}

function mayAsk({ people, groups }: NonNullable<Explanation['requesters']>): string {
  const members = groups.length === 0 ? [] : [`whoever is in ${list(groups, 'or')}`];
  const names = [...people, ...members];
  return names.length === 0 ? 'somebody who could not be looked up now' : nameList(names);
}
