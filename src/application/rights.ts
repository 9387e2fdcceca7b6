import type { ApproverRef } from '../domain/approvers.ts';
import type { Environment } from '../domain/environment.ts';
import type { Policy } from '../domain/policy.ts';
import type { RequestBase } from '../domain/request.ts';
import type { Group } from '../domain/roster.ts';
import type { GroupId, Person } from '../domain/words.ts';
import { policyOf, type App } from './app.ts';

/** Throws when it cannot be found out: never a silent yes. */
export async function isAdmin(app: App, person: Person): Promise<boolean> {
  return isAmong(app, person, app.settings.admins);
}

/**
 * Whether the environment's policy, with any of its rules, names this person. Decides what somebody sees; what somebody
 * may do to a request is `rightsOf`. Managers and delegates are known by the request alone.
 */
export function reviewsIn(app: App, person: Person, environment: Environment): Promise<boolean> {
  return isAmong(app, person, refsOf(policyOf(app.settings, environment), environment));
}

/** Whether the requester may still ask: the policy may have changed since the draft, or a group. Throws as `isAdmin` does. */
export async function mayAsk(
  app: App,
  { requester, terms }: Pick<RequestBase, 'requester' | 'terms'>,
): Promise<boolean> {
  return !terms.requesters || isAmong(app, requester, terms.requesters);
}

/** What a person can do besides asking: decides which menus and lists they see. Grants nothing. */
export async function roleOf(app: App, person: Person): Promise<{ admin: boolean; approver: boolean }> {
  const environments = [...app.settings.environments.values()];
  const [admin, ...reviews] = await Promise.all([
    isAdmin(app, person),
    ...environments.map((environment) => reviewsIn(app, person, environment)),
  ]);
  return { admin, approver: reviews.includes(true) };
}

/** Throws when it cannot be found out. */
export async function isAmong(app: App, person: Person, refs: readonly ApproverRef[]): Promise<boolean> {
  if (refs.some((ref) => ref.kind === 'person' && ref.id === person.id)) return true;
  const groups = await findGroups(app, refs);
  return groups.some(({ members }) => members.some(({ id }) => id === person.id));
}

/** Everybody whom a policy can ask in an environment. */
export function refsOf(
  { terms, rules, fallback }: Policy,
  { owners }: Pick<Environment, 'owners'>,
): readonly ApproverRef[] {
  const stages = [...terms.stages, ...rules.flatMap((rule) => rule.stages ?? [])];
  const refs = [...stages.flatMap(({ approvers, alternates }) => [...approvers, ...alternates]), ...fallback];
  return refs.flatMap((ref) => (ref.kind === 'environmentOwners' ? owners : [ref]));
}

async function findGroups(app: App, refs: readonly ApproverRef[]): Promise<readonly Group[]> {
  const ids = [...new Set(refs.flatMap((ref): readonly GroupId[] => (ref.kind === 'group' ? [ref.id] : [])))];
  const groups = await Promise.all(ids.map((id) => app.directory.findGroup(id)));
  groups.forEach((group, index) => {
    if (!group) app.log.warn({ groupId: ids[index] }, 'A configured group does not exist');
  });
  return groups.filter((group) => group !== undefined);
}
