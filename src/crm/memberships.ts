import { z } from 'zod';
import { PermanentFailure } from '../application/failures.ts';
import type { Directory } from '../application/ports/crm.ts';
import type { GroupId } from '../domain/words.ts';
import { hasStatus, notSettled, orUndefined } from './answers.ts';
import { words } from './codes.ts';
import type { Graph } from './graph.ts';
import { guidOf } from './ids.ts';

const Rows = z.array(z.object({ id: z.string() }));

const Licences = z.object({ assignedLicenses: z.array(z.object({ skuId: z.string() })).nullish() });

type Memberships = Pick<Directory, 'isDirectMember' | 'ensureMember' | 'ensureNoMember' | 'readGroupLicences'>;

/** Direct memberships, the only ones that bring an account into an environment. */
export function createMemberships(graph: Graph): Memberships {
  /** An account is in few groups, while a group can have any number of members: so the account is asked. */
  async function isDirectMember(groupId: GroupId, objectId: string): Promise<boolean> {
    const rows = await orUndefined(
      graph.list({ path: '/users/{id}/memberOf', id: guidOf(objectId), query: { $select: 'id', $top: 999 } }),
    );
    return Rows.parse(rows ?? []).some(({ id }) => id.toLowerCase() === guidOf(groupId));
  }

  async function readGroupLicences(groupId: GroupId): Promise<readonly string[]> {
    const query = { $select: 'assignedLicenses' };
    const row = await orUndefined(graph.send({ method: 'GET', path: '/groups/{id}', id: guidOf(groupId), query }));
    const { assignedLicenses } = Licences.parse(row ?? {});
    return (assignedLicenses ?? []).map(({ skuId }) => skuId.toLowerCase());
  }

  async function ensureMember(groupId: GroupId, objectId: string): Promise<void> {
    if (await isDirectMember(groupId, objectId)) return;
    const body = { '@odata.id': `${graph.root}/directoryObjects/${guidOf(objectId)}` };
    const call = { method: 'POST', path: '/groups/{id}/members/$ref', repeatable: true } as const;
    try {
      await graph.send({ ...call, id: guidOf(groupId), body });
    } catch (error) {
      // Added by an attempt whose answer was lost: what is read decides.
      if (!isRefusal(error)) throw error;
      if (await isDirectMember(groupId, objectId)) return;
      throw notWritable(error);
    }
    if (!(await isDirectMember(groupId, objectId))) throw notSettled('graph', 'the membership of the security group');
  }

  async function ensureNoMember(groupId: GroupId, objectId: string): Promise<void> {
    if (!(await isDirectMember(groupId, objectId))) return;
    const call = { method: 'DELETE', path: '/groups/{id}/members/{member}/$ref' } as const;
    try {
      await orUndefined(graph.send({ ...call, id: guidOf(groupId), member: guidOf(objectId) }));
    } catch (error) {
      throw isRefusal(error) ? notWritable(error) : error;
    }
    if (await isDirectMember(groupId, objectId)) throw notSettled('graph', 'the membership that was taken back');
  }

  return { isDirectMember, readGroupLicences, ensureMember, ensureNoMember };
}

/** Graph says 400 or 403, depending on what the group's members come from: a rule, another directory, a role. */
function isRefusal(error: unknown): error is PermanentFailure {
  return hasStatus(error, 400, 403);
}

function notWritable(cause: PermanentFailure): PermanentFailure {
  const { serviceRequestId } = cause;
  return new PermanentFailure('The members of the security group of the environment cannot be changed', {
    service: 'graph',
    code: words.groupNotWritable,
    cause,
    ...(serviceRequestId !== undefined && { serviceRequestId }),
  });
}
