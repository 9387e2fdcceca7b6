import type { Group } from '../domain/policy.ts';
import { millisecondsBetween, type GroupId, type Instant } from '../domain/words.ts';
import type { Directory } from './ports/crm.ts';
import type { World } from './ports/world.ts';

/** How long a group's members are believed, in milliseconds: who leaves a group loses its rights within this time. */
export const groupLifetime = 5 * 60 * 1000;

/** Group lookups answered from memory while they are fresh. Failures and missing groups are never remembered. */
export function cacheGroups(directory: Directory, world: Pick<World, 'now'>): Directory {
  const groups = new Map<GroupId, { readonly group: Group; readonly readAt: Instant }>();
  return {
    ...directory,
    async findGroup(id) {
      const now = world.now();
      const known = groups.get(id);
      if (known && millisecondsBetween(known.readAt, now) < groupLifetime) return known.group;
      const group = await directory.findGroup(id);
      if (group) groups.set(id, { group, readAt: now });
      else groups.delete(id);
      return group;
    },
  };
}
