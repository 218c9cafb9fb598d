import type { EpisodeFilter } from '@weather/weather-store';
import type { AlertsCsvQuery } from '../../contract/alerts.ts';
import { isAsciiText } from '../ascii-text.ts';
import { RequestProblem } from '../http-error.ts';
import { optionalInstantOf } from './query-range.ts';

/**
 * Which episodes a request means.
 * @throws RequestProblem (400) for what no episode can have.
 */
export function alertFilterOf(query: AlertsCsvQuery): EpisodeFilter {
  const { state, rule, severity, station, since, until } = query;
  for (const [name, text] of Object.entries({ rule, severity, station }))
    if (text !== undefined && !isAsciiText(text)) throw RequestProblem.badRequest(`${name} must be ASCII`);
  return {
    state,
    rule,
    severity,
    stationId: station,
    since: optionalInstantOf('since', since),
    until: optionalInstantOf('until', until),
    unacknowledged: false,
  };
}
