import type { ListedEpisode } from '@weather/weather-store';
import type { Alert } from '../../contract/alerts.ts';
import type { AlertKey } from '../../contract/events.ts';

/** An episode as the API tells it. */
export function toAlert(episode: ListedEpisode): Alert {
  const { rule, severity, state, firedAt, resolvedAt, peakValue, peakAt, readingCount } = episode;
  const { acknowledgement } = episode;
  return {
    ...toAlertKey(episode),
    rule,
    severity,
    state,
    firedAt: toIsoOrNull(firedAt),
    resolvedAt: toIsoOrNull(resolvedAt),
    peakValue,
    peakAt: new Date(peakAt).toISOString(),
    readings: readingCount,
    acknowledgedBy: acknowledgement?.by ?? null,
    acknowledgedAt: toIsoOrNull(acknowledgement?.at),
  };
}

export function toAlertKey({ stationId, rule, startedAt }: ListedEpisode): AlertKey {
  return { station: stationId, rule, startedAt: new Date(startedAt).toISOString() };
}

function toIsoOrNull(epochMs: number | undefined): string | null {
  return epochMs === undefined ? null : new Date(epochMs).toISOString();
}
