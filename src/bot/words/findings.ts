import type { Finding, Principals, Topic } from '../../application/findings.ts';
import type { DatabaseState } from '../../application/ports/probes.ts';
import { assertNever } from '../../domain/result.ts';
import { inUse } from '../../domain/seats.ts';
import { attempts, rights } from './attemptWords.ts';
import { count } from './durations.ts';
import { list } from './lists.ts';
import { obstacleText, serviceNames } from './obstacles.ts';

export interface FindingWords {
  readonly what: string;
  /** What to do about it; absent when all is well. */
  readonly remedy?: string;
}

export const verdictShapes = { good: '✓', warning: '!', bad: '✕' } as const;

export function topicTitle(topic: Topic): string {
  if (typeof topic === 'object') return 'keyVault' in topic ? `Key vault ${topic.keyVault}` : topic.environment;
  const titles = { seatkeeper: 'Seatkeeper', graph: 'Microsoft Entra', powerPlatform: 'Power Platform' } as const;
  return topic === 'people' ? 'People' : titles[topic];
}

/** One line each, for an admin. */
export function findingWords(finding: Finding): FindingWords {
  switch (finding.check) {
    case 'configuration':
      return {
        what: `The configuration is valid: ${count(finding.environments, 'environment')}, ${count(finding.policies, 'policy', 'policies')}.`,
      };
    case 'database':
      return databaseWords(finding.state);
    case 'allowed':
      return { what: rights[finding.attempt] };
    case 'failed':
      return failureWords(finding);
    case 'onPremises':
      return { what: 'On-premises: requests for it are refused with the reason.' };
    case 'online':
      return finding.online
        ? { what: 'It is online.' }
        : {
            what: 'It is on-premises, and the non-interactive access mode exists online only.',
            remedy: 'Set `deployment: onPremises`, or correct `url`.',
          };
    case 'privileges':
      return privilegesWords(finding.missing);
    case 'seats':
      return seatsWords(finding);
    case 'licence':
      return licenceWords(finding.stock, finding.skuId);
    case 'approvers':
      return approversWords(finding);
    case 'admins': {
      const what = `Admins: ${count(finding.found.people.length, 'person', 'people')}${faults(finding.found)}.`;
      return finding.verdict === 'good' ? { what } : { what, remedy: 'Correct `admins` in the configuration.' };
    }
    case 'contacts':
      return contactWords(finding);
    case 'channel':
      return finding.verdict === 'good'
        ? { what: `Policy ${finding.policy}: Seatkeeper is in its approval channel.` }
        : {
            what: `Policy ${finding.policy}: Seatkeeper has not been met in its approval channel, or cannot write there any more.`,
            remedy: 'Add Seatkeeper to the team of the channel, and mention it once in the channel.',
          };
    default:
      return assertNever(finding);
  }
}

function databaseWords(state: DatabaseState): FindingWords {
  switch (state.kind) {
    case 'ready':
      return { what: 'The database answers and is up to date.' };
    case 'behind':
      return {
        what: `The database lacks ${count(state.pending.length, 'migration')}: ${list(state.pending)}.`,
        remedy: 'The next start of Seatkeeper applies them.',
      };
    case 'unreachable':
      return { what: `The database does not answer (${state.code}).`, remedy: 'Check DATABASE_URL and the server.' };
    case 'none':
      return { what: 'There is no database yet.', remedy: 'The first start of Seatkeeper makes one.' };
    default:
      return assertNever(state);
  }
}

function privilegesWords(missing: readonly string[]): FindingWords {
  if (missing.length === 0) return { what: 'Seatkeeper may make, change and disable users, and give them roles.' };
  return {
    what: `Seatkeeper may not do all that it needs: ${list(missing)} ${missing.length === 1 ? 'is' : 'are'} missing.`,
    remedy: 'Give its application user the role System Administrator, or a role with these privileges.',
  };
}

function seatsWords({ limit, used, counted }: Extract<Finding, { check: 'seats' }>): FindingWords {
  const free = Math.max(0, limit - inUse({ used, counted }));
  const differ = used === counted ? '' : ` The environment counts ${used} in use, its list of users shows ${counted}.`;
  const what = `${free} of ${count(limit, 'seat')} free.${differ}`;
  if (free === 0) return { what, remedy: 'Requests will wait. End a non-interactive user that is no longer needed.' };
  return differ === '' ? { what } : { what, remedy: 'The larger number is reckoned with. Nothing is needed from you.' };
}

function licenceWords(stock: Extract<Finding, { check: 'licence' }>['stock'], skuId: string): FindingWords {
  if (!stock) {
    return { what: `The tenant has no licence ${skuId}.`, remedy: 'Correct `licenceSku`, or buy the licence.' };
  }
  const what = `${stock.name}: ${Math.max(0, stock.total - stock.used)} of ${count(stock.total, 'licence')} spare.`;
  return stock.used < stock.total ? { what } : { what, remedy: 'Free or buy one: creation borrows it for a while.' };
}

function approversWords({
  policy,
  stage,
  required,
  found,
  verdict,
}: Extract<Finding, { check: 'approvers' }>): FindingWords {
  const what = `Policy ${policy}, stage ${stage}: ${count(found.people.length, 'approver')}, ${required} needed${faults(found)}.`;
  return verdict === 'good'
    ? { what }
    : { what, remedy: 'Correct the policy, or add people to its groups; groups are read every five minutes.' };
}

function faults({ missing, empty }: Principals): string {
  return [...missing.map((id) => `; ${id} does not exist`), ...empty.map((name) => `; ${name} is empty`)].join('');
}

function contactWords({ policy, stage, unmet, verdict }: Extract<Finding, { check: 'contacts' }>): FindingWords {
  if (verdict === 'good') return { what: `Policy ${policy}, stage ${stage}: every approver can be reached in Teams.` };
  const names = unmet.length > 5 ? [...unmet.slice(0, 4).map(({ name }) => name), `${unmet.length - 4} others`] : [];
  const who = list(names.length > 0 ? names : unmet.map(({ name }) => name));
  return {
    what: `Policy ${policy}, stage ${stage}: ${who} cannot be reached in Teams yet.`,
    remedy: 'Install the Teams app for them by a setup policy, or let them write to Seatkeeper once.',
  };
}

type Failed = Extract<Finding, { readonly check: 'failed' }>;

function failureWords({ attempt, obstacle, passing }: Failed): FindingWords {
  const { tried, remedy } = attempts[attempt];
  const service = serviceNames[obstacle.service];
  if (passing) {
    return {
      what: `${tried} failed: ${service} does not answer now (${obstacle.code}).`,
      remedy: 'Check its address and the network, and run the doctor again.',
    };
  }
  if (obstacle.code === 'Unexpected') {
    return { what: `${tried} failed: something broke in Seatkeeper.`, remedy: 'The log has the details.' };
  }
  if (tellsMore.has(obstacle.code)) {
    const { what, todo } = obstacleText(obstacle);
    return { what: `${tried} failed: ${what}`, remedy: todo };
  }
  return { what: `${tried} failed: ${service} said no (${obstacle.code}).`, remedy };
}

/** Codes whose own remedy is better than the one for the read that met them. */
const tellsMore = new Set(['AppNotRegistered', 'NoQuota', '0x8004A112', '0x80072560']);
