import { MS_PER_DAY, MS_PER_MINUTE, memoizeLast, parseLegacyTimestamp } from '@weather/weather-schema';
import { DateTime, IANAZone } from 'luxon';
import { ZONED_TIMESTAMP_EXAMPLE, parseZonedTimestamp } from '../iso-timestamp.ts';
import type { TimeMapping } from './replay-mapping.ts';
import { formatNamesZone } from './time-format.ts';

/** Parses the texts of a time column. */
export interface TimeParser {
  /** @returns milliseconds since the epoch, NaN for any other text. */
  readonly parse: ParseTime;
  /** The clock change of the zone that affects a text that `parse` accepts; undefined: none. */
  readonly clockChange: (text: string, timestamp: number) => ClockChange | undefined;
  /** What `parse` accepts, to complete "it is not …". */
  readonly expected: string;
}

/** Clocks are set forward past a time, which then does not exist, or back to it, so that it occurs twice. */
type ClockChange = { readonly exists: false } | { readonly exists: true; readonly secondOccurrence: number };

type ParseTime = (text: string) => number;

const UTC = 'UTC';

/** The formats that `parseLegacyTimestamp` parses, with the length of their texts, which distinguishes them from its others. */
const TIMESTAMP_LENGTHS: ReadonlyMap<string, number> = new Map(
  [' ', "'T'"].flatMap((separator) =>
    ['HH:mm', 'HH:mm:ss', 'HH:mm:ss.SSS'].map((clock) => [
      `yyyy-MM-dd${separator}${clock}`,
      `yyyy-MM-dd ${clock}`.length,
    ]),
  ),
);

/**
 * Creates the parser of a time column. A local time that occurs twice, at the end of summer time, is parsed as its first
 * occurrence; one that is skipped, at its beginning, with the offset before. `clockChange` detects both.
 */
export function createTimeParser({ format, zone }: Readonly<TimeMapping>): TimeParser {
  if (format === undefined || zone === undefined) {
    return {
      parse: parseZonedTimestamp,
      clockChange: () => undefined,
      expected: `an ISO 8601 time with its zone, such as ${ZONED_TIMESTAMP_EXAMPLE}`,
    };
  }
  return {
    parse: createParser(format, zone),
    clockChange: formatNamesZone(format)
      ? () => undefined
      : createClockChangeDetector(zone, createParser(format, UTC)),
    expected: `a time of the format "${format}"`,
  };
}

function createParser(format: string, zone: string): ParseTime {
  const formatParser = DateTime.buildFormatParser(format);
  const parse = memoizeLast((text: string) => {
    const time = DateTime.fromFormatParser(text, formatParser, { zone, setZone: true });
    return time.isValid ? Math.min(...occurrencesOf(time)) : Number.NaN;
  });
  return withFastTimestamps(format, zone, parse);
}

function createClockChangeDetector(zone: string, wallClockOf: ParseTime): TimeParser['clockChange'] {
  const isNearChange = changesNear(zone);
  let lastText: string | undefined;
  let lastChange: ClockChange | undefined;
  return (text, timestamp) => {
    if (!isNearChange(timestamp)) return undefined;
    if (text !== lastText) lastChange = clockChangeAt(wallClockOf(text), zone);
    lastText = text;
    return lastChange;
  };
}

function clockChangeAt(wallClock: number, zone: string): ClockChange | undefined {
  const local = DateTime.fromMillis(wallClock, { zone: UTC }).setZone(zone, { keepLocalTime: true });
  if (local.toMillis() + local.offset * MS_PER_MINUTE !== wallClock) return { exists: false };
  const occurrences = occurrencesOf(local);
  return occurrences.length > 1 ? { exists: true, secondOccurrence: Math.max(...occurrences) } : undefined;
}

/** Whether the offset of the zone changes between the day before and the day after; cached, with two lookups per day. */
function changesNear(zone: string): (timestamp: number) => boolean {
  const rules = IANAZone.create(zone);
  const known = new Map<number, boolean>();
  return (timestamp) => {
    const day = Math.floor(timestamp / MS_PER_DAY);
    let isNear = known.get(day);
    if (isNear === undefined) {
      isNear = rules.offset((day - 1) * MS_PER_DAY) !== rules.offset((day + 2) * MS_PER_DAY);
      known.set(day, isNear);
    }
    return isNear;
  };
}

/** Luxon takes 15 µs for a text in a format and a zone; the common formats are parsed without it in 0.1 µs. */
function withFastTimestamps(format: string, zone: string, parse: ParseTime): ParseTime {
  const length = TIMESTAMP_LENGTHS.get(format);
  if (length === undefined) return parse;
  const separator = format.includes("'T'") ? 'T' : ' ';
  const at = 'yyyy-MM-dd'.length;
  return (text) => {
    const timestamp =
      text.length === length && text[at] === separator ? parseLegacyTimestamp(text, zone) : Number.NaN;
    return Number.isNaN(timestamp) ? parse(text) : timestamp;
  };
}

function occurrencesOf(time: DateTime): number[] {
  return time.getPossibleOffsets().map((occurrence) => occurrence.toMillis());
}
