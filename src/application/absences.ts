import type { Absence } from '../domain/roster.ts';
import { accept, refuse, type Result } from '../domain/result.ts';
import { dayOf, daysBetween, type Day, type Person, type PersonId, type RequestId } from '../domain/words.ts';
import type { App } from './app.ts';
import { isFailure } from './failures.ts';
import { findByName, type NameRefusal } from './findByName.ts';
import type { AutomaticReplies } from './ports/crm.ts';
import type { Cause, Transaction } from './ports/store.ts';
import type { Task } from './tasks.ts';

export type AbsenceRefusal =
  | { readonly code: 'EndsInThePast'; readonly until: Day; readonly today: Day }
  | { readonly code: 'TooLong'; readonly until: Day; readonly days: number }
  | { readonly code: 'OwnDelegate' }
  | NameRefusal
  /** So that decisions do not wander through a chain of absent people. */
  | { readonly code: 'DelegateIsAway'; readonly delegate: Person };

interface Wanted {
  readonly person: Person;
  readonly until: Day;
  /** A name, an address or an object id. */
  readonly delegate?: string;
}

/** Days. A slip in the year would give a right away for good. */
const longestAbsence = 366;

/** What `setAway` would note, or why it would be refused. */
export async function planAbsence(
  app: App,
  { person, until, delegate: named }: Wanted,
): Promise<Result<Absence, AbsenceRefusal>> {
  const now = app.world.now();
  const today = dayOf(now);
  if (until < today) return refuse({ code: 'EndsInThePast', until, today });
  if (daysBetween(today, until) > longestAbsence) return refuse({ code: 'TooLong', until, days: longestAbsence });
  const delegate = named === undefined ? undefined : await findByName(app, named);
  if (delegate && !delegate.ok) return delegate;
  if (delegate?.value.id === person.id) return refuse({ code: 'OwnDelegate' });
  if (delegate && (await app.absences.findAbsences([delegate.value.id], today)).size > 0) {
    return refuse({ code: 'DelegateIsAway', delegate: delegate.value });
  }
  return accept({ person, until, source: 'self', since: now, ...(delegate && { delegate: delegate.value }) });
}

/** From now until the end of that day, `delegate` decides beside whoever is away. Says it again: replaced. */
export async function setAway(
  app: App,
  wanted: Wanted & { readonly correlationId: string },
): Promise<Result<Absence, AbsenceRefusal>> {
  const planned = await planAbsence(app, wanted);
  if (!planned.ok) return planned;
  const { person, correlationId } = wanted;
  const lying = await requestsOf(app, person);
  await app.store.transaction(async (transaction) => {
    await saveAbsence(app, transaction, planned.value, { actor: person.id, correlationId });
    await askAnew(transaction, lying);
  });
  return planned;
}

/** True when the person was away. */
export async function comeBack(app: App, person: Person, correlationId: string): Promise<boolean> {
  const lying = await requestsOf(app, person);
  return app.store.transaction(async (transaction) => {
    const wasAway = await removeAbsence(app, transaction, { person }, { actor: person.id, correlationId });
    if (wasAway) await askAnew(transaction, lying);
    return wasAway;
  });
}

/** What lies with this person to decide. */
async function requestsOf(app: App, person: Person): Promise<readonly RequestId[]> {
  const lying = await app.store.openCards(person.id, 'approver');
  return [...new Set(lying.map(({ requestId }) => requestId))];
}

/** Whoever stands in now is asked, whoever did before no more, and every card says who is away. */
async function askAnew(transaction: Transaction, ids: readonly RequestId[]): Promise<void> {
  await transaction.markCardsOutdated(ids);
  const tasks = ids.flatMap((requestId): readonly Task[] => [
    { name: 'askApprovers', requestId },
    { name: 'updateCards', requestId },
  ]);
  await transaction.addTasks(tasks);
}

export async function findAbsence(app: App, person: Person): Promise<Absence | undefined> {
  return (await app.absences.findAbsences([person.id], dayOf(app.world.now()))).get(person.id);
}

/**
 * What a mailbox says is a courtesy: where it cannot be read, the person counts as there. True when somebody is away or back
 * who was not.
 */
export async function noteAutomaticReplies(
  app: App,
  people: readonly Person[],
  correlationId: string,
): Promise<boolean> {
  const found = await Promise.all(
    people.map(async (person) => ({ person, replies: await automaticReplies(app, person.id) })),
  );
  const cause: Cause = { actor: 'seatkeeper', correlationId };
  const now = app.world.now();
  return app.store.transaction(async (transaction) => {
    let changed = false;
    for (const { person, replies } of found) {
      if (!replies) continue;
      const until = replies.until ?? dayOf(now);
      const isNews = replies.on
        ? await saveAbsence(app, transaction, { person, until, source: 'outlook', since: now }, cause)
        : await removeAbsence(app, transaction, { person, source: 'outlook' }, cause);
      changed ||= isNews;
    }
    return changed;
  });
}

async function automaticReplies(app: App, id: PersonId): Promise<AutomaticReplies | undefined> {
  try {
    return await app.directory.readAutomaticReplies(id, app.world.now());
  } catch (err) {
    if (!isFailure(err)) throw err;
    app.log.debug({ personId: id, err }, 'A mailbox could not be asked whether it answers by itself');
    return undefined;
  }
}

/** Recorded when it is not what was known already (then true), since it changes who decides. */
async function saveAbsence(app: App, transaction: Transaction, absence: Absence, cause: Cause): Promise<boolean> {
  const isNews = await transaction.saveAbsence(absence);
  if (isNews) await transaction.addAudit({ ...recordOf(app, cause), what: 'WentAway', details: absence });
  return isNews;
}

async function removeAbsence(
  app: App,
  transaction: Transaction,
  absence: Pick<Absence, 'person'> & Partial<Pick<Absence, 'source'>>,
  cause: Cause,
): Promise<boolean> {
  const wasThere = await transaction.removeAbsence(absence.person.id, absence.source);
  if (wasThere) await transaction.addAudit({ ...recordOf(app, cause), what: 'CameBack', details: absence });
  return wasThere;
}

function recordOf({ world, settings }: App, cause: Cause) {
  return { at: world.now(), ...cause, requestId: null, policyVersion: settings.policyVersion };
}
