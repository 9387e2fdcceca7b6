import type { Environment } from '../domain/environment.ts';
import { approversOf, type Approver, type ApproverRef, type Because, type Group } from '../domain/policy.ts';
import type { GroupId, Person, PersonId } from '../domain/words.ts';
import { policyOf, type App } from './app.ts';

/** Everybody who may decide on a request of this person. Throws when a lookup fails: nobody is left out by accident. */
export async function findApprovers(
  app: App,
  environment: Environment,
  requester: PersonId,
): Promise<readonly Approver[]> {
  const policy = policyOf(app.settings, environment);
  const named = policy.approvers.filter((ref) => ref.kind === 'person');
  const [found, groups] = await Promise.all([
    Promise.all(named.map((ref) => app.directory.findPerson(ref.id))),
    findGroups(app, policy.approvers),
  ]);
  const people = new Map(found.filter((person) => person !== undefined).map((person) => [person.id, person]));
  return approversOf(policy, people, groups, requester);
}

/** Why the policy lets this person decide here, or undefined. Throws when it cannot be found out: never a silent yes. */
export async function rightToReview(app: App, person: Person, environment: Environment): Promise<Because | undefined> {
  return membership(app, person, policyOf(app.settings, environment).approvers);
}

export async function isAdmin(app: App, person: Person): Promise<boolean> {
  return (await membership(app, person, app.settings.admins)) !== undefined;
}

/** What a person can do besides asking: decides which menus and lists they see. Grants nothing. */
export async function roleOf(app: App, person: Person): Promise<{ admin: boolean; approver: boolean }> {
  const environments = [...app.settings.environments.values()];
  const [admin, ...rights] = await Promise.all([
    isAdmin(app, person),
    ...environments.map((environment) => rightToReview(app, person, environment)),
  ]);
  return { admin, approver: rights.some((right) => right !== undefined) };
}

async function membership(app: App, person: Person, refs: readonly ApproverRef[]): Promise<Because | undefined> {
  if (refs.some((ref) => ref.kind === 'person' && ref.id === person.id)) return { kind: 'named' };
  for (const group of (await findGroups(app, refs)).values()) {
    if (group.members.some((member) => member.id === person.id)) {
      return { kind: 'memberOf', groupId: group.id, groupName: group.name };
    }
  }
  return undefined;
}

async function findGroups(app: App, refs: readonly ApproverRef[]): Promise<ReadonlyMap<GroupId, Group>> {
  const ids = refs.filter((ref) => ref.kind === 'group').map((ref) => ref.id);
  const groups = await Promise.all(ids.map((id) => app.directory.findGroup(id)));
  groups.forEach((group, index) => {
    if (!group) app.log.warn({ groupId: ids[index] }, 'A configured group does not exist');
  });
  return new Map(groups.filter((group) => group !== undefined).map((group) => [group.id, group]));
}
