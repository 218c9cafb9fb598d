import { formatIsoTimestamp } from '@weather/weather-schema';
import type { AcknowledgeResult, EpisodeTarget } from '@weather/weather-store';
import { shownText } from '../shown-text.ts';
import { nameOf } from './format-episode.ts';

/** What became of the wish to acknowledge an episode. */
export function formatAcknowledgement(result: AcknowledgeResult, target: EpisodeTarget, by: string): string {
  if (result.kind === 'none') return `${missing(target)}\n`;
  const { episode } = result;
  const what = `${nameOf(episode)}, ${episode.state}, which began at ${formatIsoTimestamp(episode.startedAt)}`;
  if (result.kind === 'acknowledged') return `${shownText(by)} has acknowledged ${what}\n`;
  const { acknowledgement } = result;
  return `${shownText(acknowledgement.by)} acknowledged ${what}, at ${formatIsoTimestamp(acknowledgement.at)} already\n`;
}

function missing({ startedAt, ...target }: EpisodeTarget): string {
  const which =
    startedAt === undefined
      ? `no open episode of ${nameOf(target)}`
      : `no episode of ${nameOf(target)} that began at ${formatIsoTimestamp(startedAt)}`;
  return `there is ${which}: weather alerts list --station ${shownText(target.stationId)} shows those there are`;
}
