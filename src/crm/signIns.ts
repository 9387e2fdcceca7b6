import { z } from 'zod';
import type { Directory } from '../application/ports/crm.ts';
import { instant } from '../domain/words.ts';
import { hasStatus } from './answers.ts';
import type { Graph } from './graph.ts';
import { guidOf } from './ids.ts';

const time = z.iso.datetime({ offset: true }).nullish();
const UserRow = z.object({
  signInActivity: z
    .object({
      lastSuccessfulSignInDateTime: time,
      lastSignInDateTime: time,
      lastNonInteractiveSignInDateTime: time,
    })
    .nullish(),
});

/** Graph tells it of accounts. Of applications it tells in its beta alone, which is not for production. */
export function createSignIns(graph: Graph): Pick<Directory, 'readLastSignIn'> {
  return {
    async readLastSignIn(objectId) {
      try {
        const query = { $select: 'id,signInActivity' };
        // By the object id alone: Graph gives this property to no request by UPN.
        const row = await graph.send({ method: 'GET', path: '/users/{id}', id: guidOf(objectId), query });
        const { signInActivity: told } = UserRow.parse(row);
        // Successes are on record since the end of 2023; before that, attempts alone.
        const success = told?.lastSuccessfulSignInDateTime;
        const known = success ? [success] : [told?.lastSignInDateTime, told?.lastNonInteractiveSignInDateTime];
        const last = known
          .flatMap((at) => (at ? [instant(new Date(at))] : []))
          .sort()
          .at(-1);
        return last ? { kind: 'at', at: last } : { kind: 'none' };
      } catch (error) {
        if (hasStatus(error, 403, 404)) return { kind: 'unknown' };
        throw error;
      }
    },
  };
}
