import { parseInstant } from '@weather/weather-schema';
import { RequestProblem } from '../http-error.ts';

/** The years that the database knows. */
const EARLIEST = Date.UTC(1000, 0, 1);
const LATEST = Date.UTC(9999, 0, 1);

/**
 * Epoch ms of an instant of a request.
 * @throws RequestProblem (400) when there is no such time.
 */
export function instantOf(name: string, text: string): number {
  const instant = parseInstant(text);
  if (instant >= EARLIEST && instant < LATEST) return instant;
  throw RequestProblem.badRequest(`${name} must be an instant such as 2026-07-01T12:00:00Z`);
}

/** As `instantOf`, for what may be left out. */
export function optionalInstantOf(name: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : instantOf(name, text);
}

/** From one instant, included, to another, excluded. */
export function rangeOf(query: { readonly from: string; readonly to: string }): {
  readonly from: number;
  readonly to: number;
} {
  const from = instantOf('from', query.from);
  const to = instantOf('to', query.to);
  if (from >= to) throw RequestProblem.badRequest('from must be before to');
  return { from, to };
}
