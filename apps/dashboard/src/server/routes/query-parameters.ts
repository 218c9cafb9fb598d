import { parseIsoTimestamp } from '@weather/weather-schema';
import { HttpError } from '../http-error.ts';
import type { AlertFilter } from '@weather/weather-store';
import type { AlertsCsvQuery } from '../../contract/alerts.ts';

/** The years that the database knows. */
const EARLIEST = Date.UTC(1000, 0, 1);
const LATEST = Date.UTC(9999, 0, 1);

/**
 * Parses a timestamp to epoch ms.
 * @throws HttpError (400) when there is no such time.
 */
function parseTimestamp(name: string, text: string): number {
  const timestamp = parseIsoTimestamp(text);
  if (timestamp >= EARLIEST && timestamp < LATEST) return timestamp;
  throw HttpError.badRequest(`'${name}' must be a timestamp such as 2026-07-01T12:00:00Z.`);
}

/** As `parseTimestamp`, for what may be left out. */
function parseOptionalTimestamp(name: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseTimestamp(name, text);
}

/** Includes `from`, excludes `to`. */
export function parseRange(query: { readonly from: string; readonly to: string }): {
  readonly from: number;
  readonly to: number;
} {
  const from = parseTimestamp('from', query.from);
  const to = parseTimestamp('to', query.to);
  if (from >= to) throw HttpError.badRequest("'from' must be earlier than 'to'.");
  return { from, to };
}

/**
 * Which episodes a request means.
 * @throws HttpError (400) for text that is not ASCII.
 */
export function toAlertFilter(query: AlertsCsvQuery): AlertFilter {
  const { state, rule, severity, station, since, until } = query;
  for (const [name, text] of Object.entries({ rule, severity, station }))
    if (text !== undefined && !isAsciiText(text))
      throw HttpError.badRequest(`'${name}' may only contain ASCII characters.`);
  return {
    state,
    rule,
    severity,
    stationId: station,
    since: parseOptionalTimestamp('since', since),
    until: parseOptionalTimestamp('until', until),
    unacknowledged: false,
  };
}

const ASCII = /^[\x20-\x7e]*$/;

/**
 * Whether a text has printable ASCII characters only, as the ids of stations and the names of rules do. The database compares
 * their columns with nothing else: it would answer with an error where there is just nothing to be found.
 */
export function isAsciiText(text: string): boolean {
  return ASCII.test(text);
}

/** What a cursor holds: the position of the last row of a page. */
export type CursorParts = readonly (string | number)[];

/** A cursor that says where the next page begins. @param kind of which list; a cursor of another list is refused. */
export function encodeCursor(kind: string, parts: CursorParts): string {
  return Buffer.from(JSON.stringify([kind, ...parts])).toString('base64url');
}

/**
 * The parts of a cursor that `encodeCursor` made.
 * @param shape what each part is.
 * @throws HttpError (400) for any other text.
 */
export function decodeCursor<const S extends readonly ('string' | 'number')[]>(
  kind: string,
  shape: S,
  cursor: string,
): { -readonly [K in keyof S]: S[K] extends 'string' ? string : number } {
  const [found, ...parts] = parse(cursor);
  const fits =
    found === kind && parts.length === shape.length && shape.every((type, at) => isPart(parts[at], type));
  if (!fits) throw HttpError.badRequest("'cursor' must be a value that this list returned as 'next'.");
  return parts as { -readonly [K in keyof S]: S[K] extends 'string' ? string : number };
}

function parse(cursor: string): unknown[] {
  try {
    const content: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(content) ? content : [];
  } catch {
    return [];
  }
}

function isPart(value: unknown, type: 'string' | 'number'): boolean {
  return type === 'number' ? Number.isSafeInteger(value) : typeof value === 'string' && isAsciiText(value);
}
