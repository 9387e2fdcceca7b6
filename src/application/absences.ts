import type { Absence } from '../domain/roster.ts';
import { accept, refuse, type Result } from '../domain/result.ts';
import { dayOf, type Day, type Person } from '../domain/words.ts';
import type { App } from './app.ts';
import { findByName, type NameRefusal } from './findByName.ts';

export type AbsenceRefusal =
  | { readonly code: 'EndsInThePast'; readonly until: Day; readonly today: Day }
  | { readonly code: 'OwnDelegate' }
  | NameRefusal
  /** So that decisions do not wander through a chain of absent people. */
  | { readonly code: 'DelegateIsAway'; readonly delegate: Person };

/** From now until the end of that day, `delegate` decides beside whoever is away. Says it again: replaced. */
export async function setAway(
  app: App,
  input: { readonly person: Person; readonly until: Day; readonly delegate?: string },
): Promise<Result<Absence, AbsenceRefusal>> {
  const { person, until } = input;
  const now = app.world.now();
  const today = dayOf(now);
  if (until < today) return refuse({ code: 'EndsInThePast', until, today });
  const delegate = input.delegate === undefined ? undefined : await findByName(app, input.delegate);
  if (delegate && !delegate.ok) return delegate;
  if (delegate?.value.id === person.id) return refuse({ code: 'OwnDelegate' });
  if (delegate && (await app.absences.findAbsences([delegate.value.id], today)).size > 0) {
    return refuse({ code: 'DelegateIsAway', delegate: delegate.value });
  }
  const absence: Absence = { person, until, source: 'self', since: now, ...(delegate && { delegate: delegate.value }) };
  await app.absences.saveAbsence(absence);
  await askAnew(app, person);
  return accept(absence);
}

/** True when the person was away. */
export function comeBack(app: App, person: Person): Promise<boolean> {
  return app.absences.removeAbsence(person.id);
}

export async function findAbsence(app: App, person: Person): Promise<Absence | undefined> {
  return (await app.absences.findAbsences([person.id], dayOf(app.world.now()))).get(person.id);
}

/** Whoever stands in is asked about what lies with the absent one today. */
async function askAnew(app: App, person: Person): Promise<void> {
  const cards = await app.store.openCards(person.id, 'approver');
  const ids = [...new Set(cards.map(({ requestId }) => requestId))];
  await app.store.transaction((transaction) =>
    transaction.addTasks(ids.map((requestId) => ({ name: 'askApprovers', requestId }))),
  );
}
