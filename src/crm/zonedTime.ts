// This one file: the whole library takes a second to load.
import { TimeZoneConverter } from 'adaptive-expressions/lib/timeZoneConverter.js';
import { z } from 'zod';
import { addMilliseconds, instant, type Instant } from '../domain/words.ts';

/** `dateTimeTimeZone` of Graph: what a clock on the wall shows, and the zone that it hangs in, by its Windows or IANA name. */
export const ZonedTime = z.object({ dateTime: z.iso.datetime({ local: true }), timeZone: z.string() });

/** A zone that nobody knows, as Exchange's "Customized Time Zone", counts as UTC. */
export function momentOf({ dateTime, timeZone }: z.infer<typeof ZonedTime>): Instant {
  const onTheWall = instant(new Date(dateTime.endsWith('Z') ? dateTime : `${dateTime}Z`));
  const format = formatIn(timeZone);
  // The offset of the moment itself is wanted; the wall's time, read as UTC, is off by it, so a second look follows.
  const near = addMilliseconds(onTheWall, -offsetAt(onTheWall, format));
  return addMilliseconds(onTheWall, -offsetAt(near, format));
}

function formatIn(timeZone: string): Intl.DateTimeFormat {
  try {
    const options = { timeZone: TimeZoneConverter.windowsToIana(timeZone), timeZoneName: 'longOffset' } as const;
    return new Intl.DateTimeFormat('en', options);
  } catch {
    return new Intl.DateTimeFormat('en', { timeZone: 'UTC', timeZoneName: 'longOffset' });
  }
}

/** Milliseconds that the zone is ahead of UTC, out of `GMT+05:30`, or `GMT` alone. */
function offsetAt(at: Instant, format: Intl.DateTimeFormat): number {
  const name = format.formatToParts(Date.parse(at)).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
}
