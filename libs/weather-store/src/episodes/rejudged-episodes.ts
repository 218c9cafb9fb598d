import type { EntityManager } from '@mikro-orm/mysql';
import type { Alert } from '@weather/weather-rules';
import { toDateTime, toEpochMs } from '../rows/date-time.ts';
import type { EpisodeEvent, EpisodeKey } from './episode-changes.ts';
import { removeEpisodes, writeEpisodes } from './write-episodes.ts';

/** The episodes of a station that was judged anew from an instant on. */
export interface RejudgedEpisodes {
  readonly station: number;
  /** Episodes that began later than this are all among the others, or are none any more. */
  readonly after: number;
  readonly episodes: readonly Alert[];
}

interface StoredEpisode extends EpisodeKey {
  readonly peakAt: number;
  readonly hasFired: boolean;
}

/**
 * Makes the table say what judging anew has found: an episode whose start has moved takes the place of the one that began
 * elsewhere, with its acknowledgement, and one that is none any more is removed.
 * @param clockRules rules about silence, whose episodes no reading accounts for.
 * @returns that those are over which had fired, and do so no longer nor have a successor that does.
 */
export async function writeRejudgedEpisodes(
  em: EntityManager,
  rejudged: readonly RejudgedEpisodes[],
  clockRules: ReadonlySet<string>,
): Promise<EpisodeEvent[]> {
  const events: EpisodeEvent[] = [];
  for (const { station, after, episodes } of rejudged) {
    const stored = await episodesAfter(em, station, after);
    const found = new Set(episodes.map(({ rule, startedAt }) => `${rule} ${startedAt}`));
    const gone = stored.filter(
      ({ rule, startedAt }) => !found.has(`${rule} ${startedAt}`) && !clockRules.has(rule),
    );
    await writeEpisodes(
      em,
      episodes.map((episode) => ({ station, episode })),
    );
    for (const one of gone) {
      const successor = successorOf(one, episodes);
      if (successor !== undefined) await handOver(em, one, successor);
      if (one.hasFired && successor?.firedAt === undefined) events.push({ ...one, event: 'resolved' });
    }
    for (const one of stored)
      if (one.hasFired && isPending(one, episodes)) events.push({ ...one, event: 'resolved' });
    await removeEpisodes(em, gone);
  }
  return events;
}

async function episodesAfter(em: EntityManager, station: number, after: number): Promise<StoredEpisode[]> {
  const rows = await em.execute<
    { rule: string; startedAt: string; peakAt: string; firedAt: string | null }[]
  >(
    `SELECT rule, started_at AS startedAt, peak_at AS peakAt, fired_at AS firedAt
     FROM alert_episode WHERE station_id = ? AND started_at > ?`,
    [station, toDateTime(after)],
  );
  return rows.map(({ startedAt, peakAt, firedAt, ...row }) => ({
    ...row,
    station,
    startedAt: toEpochMs(startedAt),
    peakAt: toEpochMs(peakAt),
    hasFired: firedAt !== null,
  }));
}

/** The episode of the same rule in whose time the peak of one that is gone lies. */
function successorOf({ rule, peakAt }: StoredEpisode, episodes: readonly Alert[]): Alert | undefined {
  return episodes.find(
    (episode) =>
      episode.rule === rule &&
      episode.state !== 'dropped' &&
      episode.startedAt <= peakAt &&
      peakAt < (episode.resolvedAt ?? Number.POSITIVE_INFINITY),
  );
}

/** Whether an episode has turned out not to have lasted for as long as its rule says, though it may yet. */
function isPending({ rule, startedAt }: StoredEpisode, episodes: readonly Alert[]): boolean {
  return episodes.some(
    (episode) =>
      episode.rule === rule &&
      episode.startedAt === startedAt &&
      (episode.state === 'pending' || episode.state === 'dropped'),
  );
}

/** The row stays locked until it is removed: an acknowledgement comes before, and is handed over, or finds no row. */
async function handOver(em: EntityManager, from: StoredEpisode, to: Alert): Promise<void> {
  const { station, rule, startedAt } = from;
  const [row] = await em.execute<{ acknowledgedBy: string | null; acknowledgedAt: string | null }[]>(
    `SELECT acknowledged_by AS acknowledgedBy, acknowledged_at AS acknowledgedAt FROM alert_episode
     WHERE station_id = ? AND rule = ? AND started_at = ? FOR UPDATE`,
    [station, rule, toDateTime(startedAt)],
  );
  if (row === undefined || row.acknowledgedBy === null) return;
  await em.execute(
    `UPDATE alert_episode SET acknowledged_by = ?, acknowledged_at = ?
     WHERE station_id = ? AND rule = ? AND started_at = ? AND acknowledged_by IS NULL`,
    [row.acknowledgedBy, row.acknowledgedAt, station, to.rule, toDateTime(to.startedAt)],
    'run',
  );
}
