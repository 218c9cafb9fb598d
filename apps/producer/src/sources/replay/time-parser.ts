import { rememberLast, timestampToInstant } from '@weather/weather-schema';
import { DateTime } from 'luxon';
import { ISO_INSTANT_EXAMPLE, parseIsoInstant } from '../iso-instant.ts';
import type { TimeMapping } from './replay-mapping.ts';

/** Reads the texts of a time column. */
export interface TimeParser {
  /** @returns milliseconds since the epoch, NaN for a text that is no such time. */
  readonly parse: ParseTime;
  /** What `parse` reads, in words that complete "it is not …". */
  readonly expected: string;
}

type ParseTime = (text: string) => number;

/** The formats that `timestampToInstant` reads, by the length of their texts, which tells them from its other forms. */
const TIMESTAMP_LENGTHS: ReadonlyMap<string, number> = new Map(
  [' ', "'T'"].flatMap((separator) =>
    ['HH:mm', 'HH:mm:ss', 'HH:mm:ss.SSS'].map((clock) => [
      `yyyy-MM-dd${separator}${clock}`,
      `yyyy-MM-dd ${clock}`.length,
    ]),
  ),
);

/**
 * A wall clock that comes twice, at the end of summer time, is taken for its first occurrence; one that is left out, at
 * its beginning, with the offset before.
 */
export function createTimeParser({ format, zone }: Readonly<TimeMapping>): TimeParser {
  if (format === undefined || zone === undefined) {
    return {
      parse: parseIsoInstant,
      expected: `an ISO 8601 time with its zone, such as ${ISO_INSTANT_EXAMPLE}`,
    };
  }
  const parse = rememberLast(parserOfFormat(format, zone));
  return { parse: withTimestamps(format, zone, parse), expected: `a time of the format "${format}"` };
}

function parserOfFormat(format: string, zone: string): ParseTime {
  const formatParser = DateTime.buildFormatParser(format);
  return (text) => firstOccurrence(DateTime.fromFormatParser(text, formatParser, { zone, setZone: true }));
}

/** Luxon takes 15 µs for a text in a format and a zone; the common formats are read without it in 0.1 µs. */
function withTimestamps(format: string, zone: string, parse: ParseTime): ParseTime {
  const length = TIMESTAMP_LENGTHS.get(format);
  if (length === undefined) return parse;
  const separator = format.includes("'T'") ? 'T' : ' ';
  const at = 'yyyy-MM-dd'.length;
  return (text) => {
    const instant =
      text.length === length && text[at] === separator ? timestampToInstant(text, zone) : Number.NaN;
    return Number.isNaN(instant) ? parse(text) : instant;
  };
}

function firstOccurrence(time: DateTime): number {
  if (!time.isValid) return Number.NaN;
  return Math.min(...time.getPossibleOffsets().map((occurrence) => occurrence.toMillis()));
}
