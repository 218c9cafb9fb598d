import type { EpisodeFilter } from '@weather/weather-store';
import type { AlertsCsvQuery } from '../../contract/alerts.ts';
import { isAsciiText } from '../ascii-text.ts';
import { HttpError } from '../http-error.ts';
import { parseOptionalTimestamp } from './query-range.ts';

/**
 * Which episodes a request means.
 * @throws HttpError (400) for what no episode can have.
 */
export function toAlertFilter(query: AlertsCsvQuery): EpisodeFilter {
  const { state, rule, severity, station, since, until } = query;
  for (const [name, text] of Object.entries({ rule, severity, station }))
    if (text !== undefined && !isAsciiText(text)) throw HttpError.badRequest(`${name} must be ASCII`);
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
