import type { AccessRequest } from './request.ts';
import type { Person } from './words.ts';

/** Who is told of a user's end: its owner, and whoever asked for it. */
export function concernedBy({
  requester,
  ask,
  formerRequesters = [],
}: Pick<AccessRequest, 'requester' | 'ask' | 'formerRequesters'>): readonly Person[] {
  return distinct([ask.owner, requester, ...formerRequesters]);
}

/** Who asked for the user of a record, for whoever asks to change it. */
export function requestersOf({
  requester,
  formerRequesters = [],
}: Pick<AccessRequest, 'requester' | 'formerRequesters'>): readonly Person[] {
  return distinct([requester, ...formerRequesters]);
}

export function distinct(people: readonly Person[]): readonly Person[] {
  return [...new Map(people.toReversed().map((person) => [person.id, person])).values()].toReversed();
}
