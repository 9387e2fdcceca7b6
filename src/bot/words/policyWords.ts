import type { PolicyChange } from '../../application/testPolicy.ts';
import type { PolicyFlaw } from '../../domain/lintPolicy.ts';
import { approvalsNeeded, type AppliedTerms } from '../../domain/policy.ts';
import { assertNever } from '../../domain/result.ts';
import type { Stake } from '../../domain/roster.ts';
import type { Excluded } from '../../domain/whoDecides.ts';
import { count } from './durations.ts';

const stakeTexts = {
  requester: 'asked for it',
  owner: 'will own the user',
  presentOwner: 'owns the user now',
  creator: 'created the account or the application',
} as const satisfies Readonly<Record<Stake, string>>;

/** Why somebody whom the policy names does not count, after their name. */
export function excludedText(excluded: Excluded): string {
  if (excluded.why !== 'voteUsed') return stakeTexts[excluded.why];
  const { person, because, approval } = excluded;
  const { by, stage } = approval;
  if (by.id === person.id) return `has approved in stage ${stage + 1}`;
  if (approval.because.insteadOf?.id === person.id) return `${by.name} has approved in their place`;
  const place = because.insteadOf?.name ?? '';
  return by.id === because.insteadOf?.id
    ? `stands in for ${place}, who has approved`
    : `stands in for ${place}, in whose place ${by.name} has approved`;
}

export function policyText({ policy, rule }: Pick<AppliedTerms, 'policy' | 'rule'>): string {
  return rule === undefined ? policy : `${policy}, rule “${rule}”`;
}

export interface FlawWords {
  readonly where: string;
  readonly what: string;
  readonly remedy: string;
}

/** What cannot be meant, and what to do about it, for whoever writes the configuration. */
export function flawWords(flaw: PolicyFlaw): FlawWords {
  return { where: policyText(flaw), ...wordsFor(flaw) };
}

function wordsFor(flaw: PolicyFlaw): Omit<FlawWords, 'where'> {
  switch (flaw.code) {
    case 'NeverReached':
      return {
        what: `it is never reached: the rule “${flaw.because}” before it is for everything that it is for.`,
        remedy: 'Put it before that rule, or narrow that rule.',
      };
    case 'ForNoEnvironment':
      return flaw.rule === undefined
        ? {
            what: 'no environment uses it.',
            remedy: 'Name it as “approval” of an environment, or delete it.',
          }
        : {
            what: 'none of its environments uses this policy.',
            remedy: 'Correct “environments” of the rule, or delete the rule.',
          };
    case 'ChangesNothing':
      return { what: 'it changes nothing.', remedy: 'Say what it demands, or delete it.' };
    case 'TooFewNamed':
      return {
        what: `stage ${flaw.stage} needs ${count(flaw.required, 'approval')} and names ${count(flaw.named, 'person', 'people')}.`,
        remedy: 'Name more people or a group, or lower “required”.',
      };
    case 'LongerThanAllowed':
      return {
        what: `it is for more than ${count(flaw.days, 'day')}, and nobody can ask for more than ${flaw.maxDays}.`,
        remedy: 'Lower “longerThan”, or raise “maxDays”.',
      };
    case 'ChannelNotMet':
      return {
        what: 'Seatkeeper has not been met in its channel, or cannot write there any more.',
        remedy: 'Add Seatkeeper to the team of the channel, and mention it once in the channel.',
      };
    case 'NoTimeout':
      return {
        what: `stage ${flaw.stage} has alternates and no timeout, so only missing approvers bring them in.`,
        remedy: 'Set “timeout”, if they should also be asked after a time.',
      };
    default:
      return assertNever(flaw);
  }
}

/** What other settings would do to a request: what it is decided by now, and what by then. */
export function changeText({ before, after }: PolicyChange): string {
  if (!after) return 'its environment is no longer configured.';
  const [from, to] = [termsText(before), termsText(after)];
  return from === to ? `${from}, with other approvers, terms or calls.` : `${from} → ${to}.`;
}

function termsText(terms: AppliedTerms): string {
  const stages = terms.stages.length > 1 ? ` in ${terms.stages.length} stages` : '';
  return `${policyText(terms)} (${count(approvalsNeeded(terms), 'approval')}${stages})`;
}
