import { DateTime, IANAZone } from 'luxon';
import { namesZone, parseTimestamp } from './parse-timestamp.ts';
import { MS_PER_MINUTE } from './time-units.ts';
import { memoizeByHour } from './zone-offsets.ts';

export const UTC = 'UTC';

const ISO_DATE_LENGTH = 'YYYY-MM-DD'.length;
const ISO_SECOND_END = 'YYYY-MM-DDTHH:MM:SS'.length;

/** Whether the name is a time zone of the IANA database (`UTC`, `Europe/Paris`) that this machine knows. */
export function isTimeZone(name: string): boolean {
  return IANAZone.isValidZone(name);
}

/**
 * Parses a timestamp of the legacy format, in its own zone or else in `zone`. A local time that occurs twice (the end of summer
 * time) is taken as its first occurrence, one that does not occur with the offset before the gap.
 * @returns milliseconds since the epoch, NaN if the text is not a timestamp.
 * @throws RangeError if the zone is needed and unknown.
 */
export function parseLegacyTimestamp(text: string, zone: string): number {
  const wallClock = parseTimestamp(text);
  if (zone === UTC || Number.isNaN(wallClock) || namesZone(text)) return wallClock;
  return wallClock - offsetAtWallClock(wallClock, zone);
}

/**
 * Formats a timestamp of the legacy format, `YYYY-MM-DD HH:MM:SS`: the local time of the zone, cut to the second. The two
 * occurrences of a local time that occurs twice get the same text.
 * @throws RangeError if `timestamp` is not a time, or the zone is unknown.
 */
export function formatLegacyTimestamp(timestamp: number, zone: string): string {
  const wallClock = zone === UTC ? timestamp : timestamp + offsetAtTimestamp(timestamp, zone);
  const iso = new Date(wallClock).toISOString();
  return `${iso.slice(0, ISO_DATE_LENGTH)} ${iso.slice(ISO_DATE_LENGTH + 1, ISO_SECOND_END)}`;
}

const offsetAtWallClock = memoizeByHour((wallClock, zone) => {
  const local = valid(
    DateTime.fromMillis(wallClock, { zone: UTC }).setZone(zone, { keepLocalTime: true }),
    zone,
  );
  return wallClock - Math.min(...local.getPossibleOffsets().map((occurrence) => occurrence.toMillis()));
});

const offsetAtTimestamp = memoizeByHour((timestamp, zone) => {
  const minutes = valid(DateTime.fromMillis(timestamp, { zone }), zone).offset;
  return minutes * MS_PER_MINUTE;
});

function valid(time: DateTime, zone: string): DateTime {
  if (time.isValid) return time;
  throw new RangeError(
    `the time zone "${zone}" is not in the IANA database; use a name such as Europe/Paris`,
  );
}
