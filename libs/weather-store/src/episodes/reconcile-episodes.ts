import type { EntityManager } from '@mikro-orm/mysql';
import type { Alert } from '@weather/weather-rules';
import { inGroups } from '../rows/in-groups.ts';
import { toDateTime, toEpochMs } from '../rows/date-time.ts';
import { eventsOf, type EpisodeEvent, type StationEpisode } from './episode-changes.ts';
import { EPISODE_COLUMNS, episodeOf, type SelectedEpisode } from './listed-episode.ts';
import { removeEpisodes, writeEpisodes } from './write-episodes.ts';

/** What a restored station's state says of its episodes. */
export interface RestoredEpisodes {
  readonly station: number;
  readonly stationId: string;
  /** The instant of its newest reading. */
  readonly newest: number;
  readonly open: readonly Alert[];
  /** Rules whose episodes the clock begins: their open rows need not be in the state. */
  readonly clockRules: ReadonlySet<string>;
}

/** An open row of `alert_episode` that no state accounts for. */
interface EndedRow {
  readonly station: number;
  readonly rule: string;
  readonly startedAt: number;
  readonly state: 'pending' | 'firing';
  readonly endsAt: number;
}

/** Where the table says otherwise than the states of stations that were restored. */
export interface EpisodeDifferences {
  readonly ended: readonly EndedRow[];
  /** Episodes that the table has not, or not so. */
  readonly open: readonly StationEpisode[];
  readonly events: readonly EpisodeEvent[];
}

export const NO_DIFFERENCES: EpisodeDifferences = { ended: [], open: [], events: [] };

type OpenRow = SelectedEpisode & { readonly station: number };

/** Two ranges of this index for each station, however many episodes it has had. */
const OPEN_ROWS = `SELECT e.station_id AS station, ${EPISODE_COLUMNS}
  FROM alert_episode e FORCE INDEX (alert_episode_open)
  WHERE e.state IN ('pending', 'firing') AND e.station_id IN (?)`;

/**
 * Compares the open episodes of restored stations with the table. They differ where the rules or the limits were changed
 * between two starts, or where readings that the state would follow from have been deleted.
 */
export async function compareEpisodes(
  em: EntityManager,
  restored: readonly RestoredEpisodes[],
): Promise<EpisodeDifferences> {
  const rows = await openRows(
    em,
    restored.map(({ station }) => station),
  );
  const differences = restored.map((of) => differencesOf(of, rows.get(of.station) ?? []));
  return {
    ended: differences.flatMap(({ ended }) => ended),
    open: differences.flatMap(({ open }) => open),
    events: differences.flatMap(({ events }) => events),
  };
}

/** Makes the table say what the states say. @returns what people are to be told. */
export async function writeDifferences(
  em: EntityManager,
  { ended, open, events }: EpisodeDifferences,
): Promise<readonly EpisodeEvent[]> {
  await removeEpisodes(
    em,
    ended.filter(({ state }) => state === 'pending'),
  );
  for (const { station, rule, startedAt, endsAt } of ended.filter(({ state }) => state === 'firing'))
    await em.execute(
      `UPDATE alert_episode SET state = 'resolved', resolved_at = ?
       WHERE station_id = ? AND rule = ? AND started_at = ?`,
      [toDateTime(endsAt), station, rule, toDateTime(startedAt)],
      'run',
    );
  await writeEpisodes(em, open);
  return events;
}

async function openRows(em: EntityManager, stations: readonly number[]): Promise<Map<number, OpenRow[]>> {
  const found: OpenRow[] = [];
  for (const some of inGroups(stations)) found.push(...(await em.execute<OpenRow[]>(OPEN_ROWS, [some])));
  return Map.groupBy(found, ({ station }) => station);
}

function differencesOf(restored: RestoredEpisodes, rows: readonly OpenRow[]): EpisodeDifferences {
  const { station, stationId, newest, clockRules } = restored;
  const rowOf = new Map(rows.map((row) => [nameOf(row.rule, toEpochMs(row.startedAt)), row]));
  const open: StationEpisode[] = [];
  const events: EpisodeEvent[] = [];
  for (const episode of restored.open) {
    const name = nameOf(episode.rule, episode.startedAt);
    const row = rowOf.get(name);
    rowOf.delete(name);
    if (row !== undefined && saysTheSame(row, stationId, episode)) continue;
    open.push({ station, episode: { ...episode } });
    if (row?.state === 'firing' && episode.state === 'pending')
      events.push({ station, rule: episode.rule, startedAt: episode.startedAt, event: 'resolved' });
  }
  const ended = [...rowOf.values()]
    .filter(({ rule }) => !clockRules.has(rule))
    .map((row) => endedRow(row, newest));
  for (const { state, rule, startedAt } of ended)
    if (state === 'firing') events.push({ station, rule, startedAt, event: 'resolved' });
  return { ended, open, events: [...events, ...eventsOf(open)] };
}

function endedRow({ station, rule, startedAt, state }: OpenRow, newest: number): EndedRow {
  const began = toEpochMs(startedAt);
  return {
    station,
    rule,
    startedAt: began,
    state: state === 'pending' ? state : 'firing',
    endsAt: Math.max(began, newest),
  };
}

function saysTheSame(row: OpenRow, stationId: string, episode: Alert): boolean {
  const stored = episodeOf(row, stationId);
  return (
    stored.state === episode.state &&
    stored.firedAt === episode.firedAt &&
    stored.peakValue === episode.peakValue &&
    stored.peakAt === episode.peakAt &&
    stored.readingCount === episode.readingCount &&
    stored.severity === episode.severity
  );
}

function nameOf(rule: string, startedAt: number): string {
  return `${rule} ${startedAt}`;
}
