import type { Group } from '../domain/roster.ts';
import { millisecondsBetween, type GroupId, type Instant, type Person, type PersonId } from '../domain/words.ts';
import type { Directory, LicenceStock } from './ports/crm.ts';
import type { Log, World } from './ports/world.ts';

/** How long people and groups are believed without a look, in milliseconds. */
export const fresh = 5 * 60 * 1000;
/**
 * How long they are used while a new look is under way in the background: whoever leaves a group has lost its rights by
 * then, even if nobody clicked anything in between.
 */
export const stale = 15 * 60 * 1000;
/** How long a number of spare licences is shown: it is a forecast, and the creation asks again. */
const licenceLifetime = 60 * 1000;

interface Means {
  readonly world: Pick<World, 'now'>;
  readonly log: Pick<Log, 'warn'>;
}

/** The lookups that every click needs, answered from memory while they are young enough: a click waits for no service. */
export function cacheDirectory(directory: Directory, means: Means): Directory {
  const lifetime = { fresh, stale };
  return {
    ...directory,
    findGroup: remember<GroupId, Group>((id) => directory.findGroup(id), lifetime, means),
    findPerson: remember<string, Person>((id) => directory.findPerson(id), lifetime, means),
    findManager: remember<PersonId, Person>((id) => directory.findManager(id), lifetime, means),
  };
}

/** The spare licences as cards show them. What a creation does depends on the directory's own answer alone. */
export function forecastLicences(
  directory: Pick<Directory, 'readLicence'>,
  means: Means,
): (skuId: string) => Promise<LicenceStock | undefined> {
  const lifetime = { fresh: licenceLifetime, stale: licenceLifetime };
  return remember((skuId) => directory.readLicence(skuId), lifetime, means);
}

/** Failures and missing things are never kept. */
function remember<Key, Value>(
  read: (key: Key) => Promise<Value | undefined>,
  lifetime: { readonly fresh: number; readonly stale: number },
  { world, log }: Means,
): (key: Key) => Promise<Value | undefined> {
  const known = new Map<Key, { readonly value: Value; readonly readAt: Instant }>();
  const underWay = new Map<Key, Promise<Value | undefined>>();

  async function look(key: Key): Promise<Value | undefined> {
    const readAt = world.now();
    const value = await read(key);
    if (value === undefined) known.delete(key);
    else known.set(key, { value, readAt });
    return value;
  }

  /** One look at a time for each key. */
  function lookOnce(key: Key): Promise<Value | undefined> {
    const running = underWay.get(key);
    if (running) return running;
    const started = look(key).finally(() => underWay.delete(key));
    underWay.set(key, started);
    return started;
  }

  return async (key) => {
    const found = known.get(key);
    const age = found ? millisecondsBetween(found.readAt, world.now()) : Infinity;
    if (found && age < lifetime.fresh) return found.value;
    const looking = lookOnce(key);
    if (!found || age >= lifetime.stale) return looking;
    looking.catch((err: unknown) => {
      log.warn({ err }, 'The directory could not be asked again; its last answer is used for a while');
    });
    return found.value;
  };
}
