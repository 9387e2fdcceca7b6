import { z } from 'zod';
import type { Directory, DirectoryApplication } from '../application/ports/crm.ts';
import type { ApplicationId, GroupId, Person, PersonId } from '../domain/words.ts';
import { createAccounts } from './accounts.ts';
import { orUndefined } from './answers.ts';
import type { Graph } from './graph.ts';
import { guidOf, isUserKey, literal } from './ids.ts';
import { createLicences } from './licences.ts';
import { createMailboxes } from './mailboxes.ts';
import { createMemberships } from './memberships.ts';
import { createSignIns } from './signIns.ts';

const UserRow = z.object({
  id: z.string(),
  displayName: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
});
const MemberRow = UserRow.extend({ '@odata.type': z.string().optional() });
const userType = '#microsoft.graph.user';
const GroupRow = z.object({ displayName: z.string().nullish() });
const ApplicationRow = z.object({
  id: z.string(),
  appId: z.string(),
  displayName: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
});
const userColumns = 'id,displayName,userPrincipalName';

/** Microsoft Graph behind the port. */
export function createDirectory(graph: Graph): Directory {
  return {
    ...createPeople(graph),
    ...createMailboxes(graph),
    ...createAccounts(graph),
    ...createLicences(graph),
    ...createMemberships(graph),
    ...createSignIns(graph),
  };
}

type People = Pick<
  Directory,
  'findPerson' | 'searchPeople' | 'findManager' | 'findGroup' | 'findApplication' | 'readApplicationOwners'
>;

function createPeople(graph: Graph): People {
  async function findPerson(idOrUpn: string): Promise<Person | undefined> {
    if (!isUserKey(idOrUpn)) return undefined;
    const row = await orUndefined(
      graph.send({ method: 'GET', path: '/users/{id}', id: idOrUpn, query: { $select: userColumns } }),
    );
    return row === undefined ? undefined : personOf(UserRow.parse(row));
  }

  async function searchPeople(text: string, limit: number): Promise<readonly Person[]> {
    const start = literal(text.trim());
    if (start === "''") return [];
    const $filter = `startswith(displayName,${start}) or startswith(userPrincipalName,${start})`;
    const query = { $select: userColumns, $filter, $top: limit };
    const page = z
      .object({ value: z.array(UserRow) })
      .parse(await graph.send({ method: 'GET', path: '/users', query }));
    return page.value.slice(0, limit).map(personOf);
  }

  async function findManager(id: PersonId): Promise<Person | undefined> {
    const row = await orUndefined(
      graph.send({ method: 'GET', path: '/users/{id}/manager', id: guidOf(id), query: { $select: userColumns } }),
    );
    if (row === undefined) return undefined;
    const { '@odata.type': type = userType, ...manager } = MemberRow.parse(row);
    // A contact can be somebody's manager too, but it signs in nowhere.
    return type === userType ? personOf(manager) : undefined;
  }

  async function findGroup(id: GroupId): ReturnType<Directory['findGroup']> {
    const key = guidOf(id);
    const found = await orUndefined(
      graph.send({ method: 'GET', path: '/groups/{id}', id: key, query: { $select: 'id,displayName' } }),
    );
    if (found === undefined) return undefined;
    // Without a type in the path: that would be answered from an index that lags behind.
    const members = await graph.list({
      path: '/groups/{id}/transitiveMembers',
      id: key,
      query: { $select: userColumns, $top: 999 },
    });
    return { id, name: GroupRow.parse(found).displayName ?? '', members: peopleAmong(members) };
  }

  async function findApplication(id: ApplicationId): Promise<DirectoryApplication | undefined> {
    const row = await orUndefined(
      graph.send({
        method: 'GET',
        path: "/servicePrincipals(appId='{id}')",
        id: guidOf(id),
        query: { $select: 'id,appId,displayName,accountEnabled' },
      }),
    );
    return row === undefined ? undefined : applicationOf(ApplicationRow.parse(row));
  }

  async function readApplicationOwners(objectId: string): Promise<readonly PersonId[]> {
    const owners = await graph.list({
      path: '/servicePrincipals/{id}/owners',
      id: guidOf(objectId),
      query: { $select: 'id', $top: 999 },
    });
    return peopleAmong(owners).map(({ id }) => id);
  }

  return { findPerson, searchPeople, findManager, findGroup, findApplication, readApplicationOwners };
}

/** Other things of the directory are members and owners too. */
function peopleAmong(rows: readonly unknown[]): readonly Person[] {
  return z
    .array(MemberRow)
    .parse(rows)
    .filter((row) => row['@odata.type'] === userType)
    .map(personOf);
}

function personOf({ id, displayName, userPrincipalName }: z.infer<typeof UserRow>): Person {
  const upn = userPrincipalName ?? undefined;
  return {
    id: id.toLowerCase() as PersonId,
    name: displayName ?? upn ?? '',
    ...(upn !== undefined && { upn }),
  };
}

function applicationOf({
  id,
  appId,
  displayName,
  accountEnabled,
}: z.infer<typeof ApplicationRow>): DirectoryApplication {
  return {
    applicationId: appId.toLowerCase() as ApplicationId,
    objectId: id.toLowerCase(),
    displayName: displayName ?? appId,
    enabled: accountEnabled ?? false,
  };
}
