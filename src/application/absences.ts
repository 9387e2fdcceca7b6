import type { Absence } from '../domain/roster.ts';
import { accept, refuse, type Result } from '../domain/result.ts';
import { dayOf, daysBetween, type Day, type Person, type PersonId } from '../domain/words.ts';
import type { App } from './app.ts';
import { isFailure } from './failures.ts';
import { findByName, type NameRefusal } from './findByName.ts';
import type { AutomaticReplies } from './ports/crm.ts';
import type { Cause, Transaction } from './ports/store.ts';

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
  const lying = await app.store.openCards(person.id, 'approver');
  const ids = [...new Set(lying.map(({ requestId }) => requestId))];
  await app.store.transaction(async (transaction) => {
    await saveAbsence(app, transaction, planned.value, { actor: person.id, correlationId });
    // Whoever stands in is asked about what lies with the absent one today.
    await transaction.addTasks(ids.map((requestId) => ({ name: 'askApprovers', requestId })));
  });
  return planned;
}

/** True when the person was away. */
export function comeBack(app: App, person: Person, correlationId: string): Promise<boolean> {
  return app.store.transaction((transaction) =>
    removeAbsence(app, transaction, { person }, { actor: person.id, correlationId }),
  );
}

export async function findAbsence(app: App, person: Person): Promise<Absence | undefined> {
  return (await app.absences.findAbsences([person.id], dayOf(app.world.now()))).get(person.id);
}

/** What a mailbox says is a courtesy: where it cannot be read, the person counts as there. */
export async function noteAutomaticReplies(app: App, people: readonly Person[], correlationId: string): Promise<void> {
  const found = await Promise.all(
    people.map(async (person) => ({ person, replies: await automaticReplies(app, person.id) })),
  );
  const cause: Cause = { actor: 'seatkeeper', correlationId };
  const now = app.world.now();
  await app.store.transaction(async (transaction) => {
    for (const { person, replies } of found) {
      if (replies?.on) {
        const until = replies.until ?? dayOf(now);
        await saveAbsence(app, transaction, { person, until, source: 'outlook', since: now }, cause);
      } else if (replies) await removeAbsence(app, transaction, { person, source: 'outlook' }, cause);
    }
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

/** Recorded when it is not what was known already, since it changes who decides. */
async function saveAbsence(app: App, transaction: Transaction, absence: Absence, cause: Cause): Promise<void> {
  if (!(await transaction.saveAbsence(absence))) return;
  await transaction.addAudit({ ...recordOf(app, cause), what: 'WentAway', details: absence });
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
