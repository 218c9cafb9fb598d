import { parseIsoTimestamp } from '@weather/weather-schema';
import { HttpError } from '../http-error.ts';

/** The years that the database knows. */
const EARLIEST = Date.UTC(1000, 0, 1);
const LATEST = Date.UTC(9999, 0, 1);

/**
 * Epoch ms of an instant of a request.
 * @throws HttpError (400) when there is no such time.
 */
export function parseTimestamp(name: string, text: string): number {
  const timestamp = parseIsoTimestamp(text);
  if (timestamp >= EARLIEST && timestamp < LATEST) return timestamp;
  throw HttpError.badRequest(`${name} must be an instant such as 2026-07-01T12:00:00Z`);
}

/** As `parseTimestamp`, for what may be left out. */
export function parseOptionalTimestamp(name: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseTimestamp(name, text);
}

/** From one instant, included, to another, excluded. */
export function parseRange(query: { readonly from: string; readonly to: string }): {
  readonly from: number;
  readonly to: number;
} {
  const from = parseTimestamp('from', query.from);
  const to = parseTimestamp('to', query.to);
  if (from >= to) throw HttpError.badRequest('from must be before to');
  return { from, to };
}
