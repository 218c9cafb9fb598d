import { DateTime } from 'luxon';
import { ISO_INSTANT_EXAMPLE, parseIsoInstant } from '../iso-instant.ts';
import type { TimeMapping } from './replay-mapping.ts';

/** Reads the texts of a time column. */
export interface TimeParser {
  /** @returns milliseconds since the epoch, NaN for a text that is no such time. */
  readonly parse: (text: string) => number;
  /** What `parse` reads, in words that complete "it is not …". */
  readonly expected: string;
}

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
  const formatParser = DateTime.buildFormatParser(format);
  return {
    parse: (text) => firstOccurrence(DateTime.fromFormatParser(text, formatParser, { zone, setZone: true })),
    expected: `a time of the format "${format}"`,
  };
}

function firstOccurrence(time: DateTime): number {
  if (!time.isValid) return Number.NaN;
  return Math.min(...time.getPossibleOffsets().map((occurrence) => occurrence.toMillis()));
}
