import { parseIsoTimestamp } from '@weather/weather-schema';
import { HTTP_STATUS, HttpError } from '../../contract/http-error.ts';
import type { AlertFilter } from '@weather/weather-store';
import type { AlertsCsvQuery } from '../../contract/alerts.ts';

/** The range of timestamps in the database. */
const EARLIEST = Date.UTC(1000, 0, 1);
const LATEST = Date.UTC(9999, 0, 1);

/**
 * Parses a timestamp to epoch ms.
 * @throws HttpError (400) if it is invalid or out of range.
 */
function parseTimestamp(name: string, text: string): number {
  const timestamp = parseIsoTimestamp(text);
  if (timestamp >= EARLIEST && timestamp < LATEST) return timestamp;
  throw new HttpError(HTTP_STATUS.badRequest, `'${name}' must be a timestamp such as 2026-07-01T12:00:00Z.`);
}

function parseOptionalTimestamp(name: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseTimestamp(name, text);
}

/**
 * Parses a range of epoch ms that includes `from` and excludes `to`.
 * @throws HttpError (400) if `from` is not earlier than `to`.
 */
export function parseRange(query: { readonly from: string; readonly to: string }): {
  readonly from: number;
  readonly to: number;
} {
  const from = parseTimestamp('from', query.from);
  const to = parseTimestamp('to', query.to);
  if (from >= to) throw new HttpError(HTTP_STATUS.badRequest, "'from' must be earlier than 'to'.");
  return { from, to };
}

/**
 * Maps the query parameters of alerts to a filter.
 * @throws HttpError (400) for text that is not ASCII.
 */
export function toAlertFilter(query: AlertsCsvQuery): AlertFilter {
  const { state, rule, severity, station, since, until } = query;
  for (const [name, text] of Object.entries({ rule, severity, station }))
    if (text !== undefined && !isAsciiText(text))
      throw new HttpError(HTTP_STATUS.badRequest, `'${name}' may only contain ASCII characters.`);
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
 * Whether a text consists of printable ASCII characters, as ids of stations and names of rules do. The database rejects a
 * comparison of their columns with any other text.
 */
export function isAsciiText(text: string): boolean {
  return ASCII.test(text);
}

/** Encodes the start of the next page of a kind of list; the cursor of another kind is rejected. */
export function encodeCursor(kind: string, parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([kind, ...parts])).toString('base64url');
}

/**
 * Decodes a cursor with parts of the given types.
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
  if (!fits)
    throw new HttpError(
      HTTP_STATUS.badRequest,
      "'cursor' must be a value that this list returned as 'next'.",
    );
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
