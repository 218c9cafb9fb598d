import { formatIsoTimestamp } from '@weather/weather-schema';
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
      : `by ${shownText(acknowledgement.by)} at ${formatIsoTimestamp(acknowledgement.at)}`;
  return [
    `${formatIsoTimestamp(episode.startedAt)}  ${nameOf(episode)}  ${shownText(severity)}  ${stateText(episode)}`,
    `  peak          ${peak} at ${formatIsoTimestamp(peakAt)}, ${readings}`,
    `  acknowledged  ${acknowledged}`,
    '',
  ].join('\n');
}

/** An episode as one line of JSON. */
export function episodeJson(episode: ListedEpisode): string {
  const { startedAt, firedAt, resolvedAt, peakAt, acknowledgement, ...others } = episode;
  return `${JSON.stringify({
    ...others,
    startedAt: formatIsoTimestamp(startedAt),
    firedAt: isoOrNull(firedAt),
    resolvedAt: isoOrNull(resolvedAt),
    peakAt: formatIsoTimestamp(peakAt),
    acknowledgedBy: acknowledgement?.by ?? null,
    acknowledgedAt: isoOrNull(acknowledgement?.at),
  })}\n`;
}

/** The rule and the station of an episode. */
export function nameOf({ rule, stationId }: Pick<ListedEpisode, 'rule' | 'stationId'>): string {
  return `${shownText(rule)} at ${shownText(stationId)}`;
}

function stateText({ state, firedAt, resolvedAt }: ListedEpisode): string {
  if (resolvedAt !== undefined) return `${state} at ${formatIsoTimestamp(resolvedAt)}`;
  return firedAt === undefined ? state : `${state} since ${formatIsoTimestamp(firedAt)}`;
}

function isoOrNull(instant: number | undefined): string | null {
  return instant === undefined ? null : formatIsoTimestamp(instant);
}
