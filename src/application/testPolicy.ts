import { lintPolicy, type PolicyFlaw } from '../domain/lintPolicy.ts';
import type { AppliedTerms } from '../domain/policy.ts';
import { openStatuses, type AccessRequest } from '../domain/request.ts';
import { unmetOf, type Unmet } from '../domain/unmet.ts';
import type { GroupId } from '../domain/words.ts';
import { policyOf, type App, type Settings } from './app.ts';
import { isFailure } from './failures.ts';
import { planOf } from './planOf.ts';
import { refsOf } from './rights.ts';
import { isDecidable, rostersOf } from './rosters.ts';

/** What other settings would do to requests that exist. Changes nothing. */
export interface PolicyTest {
  readonly flaws: readonly PolicyFlaw[];
  /** Groups that the directory does not know, or that have no members. */
  readonly groups: readonly { readonly id: GroupId; readonly name?: string; readonly problem: 'missing' | 'empty' }[];
  /** Open requests and the last hundred, newest first, as far as something would be different. */
  readonly changes: readonly PolicyChange[];
  readonly tested: number;
}

export interface PolicyChange {
  readonly request: AccessRequest;
  /** By name. */
  readonly environment: string;
  readonly before: AppliedTerms;
  /** Absent: its environment is not configured any more. */
  readonly after?: AppliedTerms;
  /** Open, so its approvals would begin anew. */
  readonly restarts: boolean;
  readonly decidable: boolean;
  /** What it would not meet, so that nobody could approve it as it is. */
  readonly unmet: readonly Unmet[];
}

const testedRecent = 100;
const testedOpen = 1000;

export async function testPolicy(app: App, settings: Settings): Promise<PolicyTest> {
  const [open, recent] = await Promise.all([
    app.store.listRequests({ statuses: openStatuses }, { offset: 0, limit: testedOpen }),
    app.store.listRequests({}, { offset: 0, limit: testedRecent }),
  ]);
  const requests = new Map([...open.requests, ...recent.requests].map((request) => [request.id, request]));
  const changes: PolicyChange[] = [];
  for (const request of [...requests.values()].sort((a, b) => b.id - a.id)) {
    const change = await changeOf({ ...app, settings }, request);
    if (change) changes.push(change);
  }
  return {
    flaws: [
      ...[...settings.policies.values()].flatMap((policy) => lintPolicy(policy, [...settings.environments.values()])),
      ...(await unmetChannels(app, settings)),
    ],
    groups: await faultyGroups(app, settings),
    changes,
    tested: requests.size,
  };
}

async function unmetChannels({ contacts }: App, settings: Settings): Promise<readonly PolicyFlaw[]> {
  const policies = [...settings.policies.values()];
  const met = await contacts.findContacts(policies.flatMap(({ channel }) => channel ?? []));
  return policies
    .filter(({ channel }) => channel !== undefined && !met.has(channel))
    .map(({ name: policy }) => ({ policy, code: 'ChannelNotMet' }));
}

async function changeOf(app: App, request: AccessRequest): Promise<PolicyChange | undefined> {
  const { ask, terms: before } = request;
  const isOpen = request.status === 'Pending' || request.status === 'Waiting';
  const environment = app.settings.environments.get(ask.environment);
  if (!environment)
    return { request, environment: ask.environment, before, restarts: isOpen, decidable: false, unmet: [] };
  const { terms: after, planHash } = planOf(app, environment, request);
  if (planHash === request.planHash) return undefined;
  const anew: AccessRequest = { ...request, terms: after, ...('approvals' in request && { approvals: [] }) };
  const decidable = isDecidable(await rostersOf(app, anew), anew);
  const unmet = isOpen ? unmetOf(anew) : [];
  return { request, environment: environment.name, before, after, restarts: isOpen, decidable, unmet };
}

async function faultyGroups(app: App, settings: Settings): Promise<PolicyTest['groups']> {
  const refs = [...settings.environments.values()].flatMap((environment) =>
    refsOf(policyOf(settings, environment), environment),
  );
  const ids = [...new Set(refs.flatMap((ref) => (ref.kind === 'group' ? [ref.id] : [])))];
  const found = await Promise.all(ids.map((id) => problemOf(app, id)));
  return found.filter((problem) => problem !== undefined);
}

async function problemOf(app: App, id: GroupId): Promise<PolicyTest['groups'][number] | undefined> {
  try {
    const group = await app.directory.findGroup(id);
    if (!group) return { id, problem: 'missing' };
    return group.members.length === 0 ? { id, name: group.name, problem: 'empty' } : undefined;
  } catch (err) {
    if (!isFailure(err)) throw err;
    app.log.warn({ groupId: id, err }, 'A group of a policy could not be looked up');
    return undefined;
  }
}
