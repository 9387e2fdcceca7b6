/** The small values that everything else is made of. Each is parsed once, at the door, and trusted inside. */
type Brand<T, Name extends string> = T & { readonly __brand: Name };

/** Shown to people as `#104`. Numbers are never used twice. */
export type RequestId = Brand<number, 'RequestId'>;
/** An Entra object id in lower case: the only thing a person is recognised by. */
export type PersonId = Brand<string, 'PersonId'>;
/** A channel of a team in Teams: `19:…@thread.tacv2`. */
export type ChannelId = Brand<string, 'ChannelId'>;
export type GroupId = Brand<string, 'GroupId'>;
export type EnvironmentKey = Brand<string, 'EnvironmentKey'>;
/** The id of an application in Entra (`appId`), in lower case; not the object id of its service principal. */
export type ApplicationId = Brand<string, 'ApplicationId'>;
/** Dataverse's id of a user in one environment. */
export type SystemUserId = Brand<string, 'SystemUserId'>;
/** SHA-256 in hex over the canonical JSON of a plan. */
export type PlanHash = Brand<string, 'PlanHash'>;
/** `2026-12-31T08:00:00.000Z`: always UTC with milliseconds, so that text order is time order. */
export type Instant = Brand<string, 'Instant'>;
/** `2026-12-31`: a calendar day without a time zone, so that text order is time order. */
export type Day = Brand<string, 'Day'>;

export interface Person {
  readonly id: PersonId;
  readonly name: string;
  readonly upn?: string;
}

export interface Role {
  readonly id: string;
  readonly name: string;
}

/** Characters of a comment or of the reason for a force, on a card and in words alike. */
export const longestRemark = 500;

/** In lower case, as it is kept. */
export function isApplicationId(text: string): text is ApplicationId {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

export function instant(date: Date): Instant {
  return date.toISOString() as Instant;
}

export function dayOf(at: Instant): Day {
  return at.slice(0, 10) as Day;
}

export function addMilliseconds(at: Instant, milliseconds: number): Instant {
  return instant(new Date(Date.parse(at) + milliseconds));
}

export function millisecondsBetween(from: Instant, to: Instant): number {
  return Date.parse(to) - Date.parse(from);
}

/** Whole days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
