import { toIsoInstant } from '@weather/weather-schema';
import type { ListedEpisode } from '@weather/weather-store';
import { shownText } from '../shown-text.ts';

/** Of what is derived, such as a dew point, no more is known. */
const PEAK_DECIMALS = 3;

/** An episode in lines for people. */
export function formatEpisode(episode: ListedEpisode): string {
  const { severity, peakValue, peakAt, readingCount, acknowledgement } = episode;
  const peak = Number(peakValue.toFixed(PEAK_DECIMALS));
  const readings = `${readingCount} ${readingCount === 1 ? 'reading' : 'readings'}`;
  const acknowledged =
    acknowledgement === undefined
      ? 'no'
      : `by ${shownText(acknowledgement.by)} at ${toIsoInstant(acknowledgement.at)}`;
  return [
    `${toIsoInstant(episode.startedAt)}  ${nameOf(episode)}  ${shownText(severity)}  ${stateText(episode)}`,
    `  peak          ${peak} at ${toIsoInstant(peakAt)}, ${readings}`,
    `  acknowledged  ${acknowledged}`,
    '',
  ].join('\n');
}

/** An episode as one line of JSON. */
export function episodeJson(episode: ListedEpisode): string {
  const { startedAt, firedAt, resolvedAt, peakAt, acknowledgement, ...others } = episode;
  return `${JSON.stringify({
    ...others,
    startedAt: toIsoInstant(startedAt),
    firedAt: isoOrNull(firedAt),
    resolvedAt: isoOrNull(resolvedAt),
    peakAt: toIsoInstant(peakAt),
    acknowledgedBy: acknowledgement?.by ?? null,
    acknowledgedAt: isoOrNull(acknowledgement?.at),
  })}\n`;
}

/** The rule and the station of an episode. */
export function nameOf({ rule, stationId }: Pick<ListedEpisode, 'rule' | 'stationId'>): string {
  return `${shownText(rule)} at ${shownText(stationId)}`;
}

function stateText({ state, firedAt, resolvedAt }: ListedEpisode): string {
  if (resolvedAt !== undefined) return `${state} at ${toIsoInstant(resolvedAt)}`;
  return firedAt === undefined ? state : `${state} since ${toIsoInstant(firedAt)}`;
}

function isoOrNull(instant: number | undefined): string | null {
  return instant === undefined ? null : toIsoInstant(instant);
}
