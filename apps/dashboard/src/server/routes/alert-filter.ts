import type { EpisodeFilter } from '@weather/weather-store';
import type { AlertsCsvQuery } from '../../api/alerts.ts';
import { optionalInstantOf } from './query-range.ts';

/** Which episodes a request means. */
export function alertFilterOf(query: AlertsCsvQuery): EpisodeFilter {
  const { state, rule, severity, station, since, until } = query;
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
