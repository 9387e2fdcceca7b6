import type { Group } from '../domain/policy.ts';
import { millisecondsBetween, type GroupId, type Instant } from '../domain/words.ts';
import type { Directory, LicenceStock } from './ports/crm.ts';
import type { World } from './ports/world.ts';

/** How long a group's members are believed, in milliseconds: who leaves a group loses its rights within this time. */
export const groupLifetime = 5 * 60 * 1000;
/** How long a number of spare licences is shown: it is a forecast, and the creation asks again. */
const licenceLifetime = 60 * 1000;

/** Group lookups, which every click needs, answered from memory while they are fresh. */
export function cacheGroups(directory: Directory, world: Pick<World, 'now'>): Directory {
  return {
    ...directory,
    findGroup: remember<GroupId, Group>((id) => directory.findGroup(id), groupLifetime, world),
  };
}

/** The spare licences as cards show them. What a creation does depends on the directory's own answer alone. */
export function forecastLicences(
  directory: Pick<Directory, 'readLicence'>,
  world: Pick<World, 'now'>,
): (skuId: string) => Promise<LicenceStock | undefined> {
  return remember((skuId) => directory.readLicence(skuId), licenceLifetime, world);
}

/** Failures and missing things are never kept. */
function remember<Key, Value>(
  read: (key: Key) => Promise<Value | undefined>,
  lifetime: number,
  world: Pick<World, 'now'>,
): (key: Key) => Promise<Value | undefined> {
  const known = new Map<Key, { readonly value: Value; readonly readAt: Instant }>();
  return async (key) => {
    const now = world.now();
    const found = known.get(key);
    if (found && millisecondsBetween(found.readAt, now) < lifetime) return found.value;
    const value = await read(key);
    if (value === undefined) known.delete(key);
    else known.set(key, { value, readAt: now });
    return value;
  };
}
