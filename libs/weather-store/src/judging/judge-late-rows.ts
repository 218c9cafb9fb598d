import type { EntityManager } from '@mikro-orm/mysql';
import type { Episode, ReadingJudge } from '@weather/weather-judge';
import type { ReadingRow } from '../sink/reading-columns.ts';
import { checkpointBefore, isBeforeJudging } from './choose-checkpoint.ts';
import { firstOf, judgeAsTooLate, placeLateRows, type StationRows } from './place-late-rows.ts';
import { rejudgeStation } from './rejudge-station.ts';
import { stationAt } from './restore-stations.ts';
import { listCheckpoints, loadStates, type CheckpointSlot } from './station-checkpoints.ts';
import { BEFORE_ANY_READING, rowsAt, rowsBehind, type StationInstant } from './station-rows.ts';
import type { TrackedStation } from './tracked-station.ts';

/** A station that was judged anew. */
export interface Rejudged {
  /** As it is now. */
  readonly station: TrackedStation;
  /** Where the rows begin that came late. */
  readonly since: StationInstant;
  /** Stored rows whose flags are others now. */
  readonly changed: readonly ReadingRow[];
  /** The instant of the checkpoint that it was judged from. */
  readonly checkpointAt: number;
  /** Its episodes since then. */
  readonly episodes: readonly Episode[];
}

/** What late rows lead to. */
export interface LateOutcome {
  readonly rejudged: readonly Rejudged[];
  /** The rows that say what is there already: nothing is to be written for them. */
  readonly repeats: ReadonlySet<ReadingRow>;
}

/** A station and its rows that have to be put in their places. */
interface Unplaced extends StationRows {
  readonly unplaced: readonly ReadingRow[];
  readonly since: StationInstant;
}

/**
 * Judges the rows of a batch that came late. What has its place among what is stored is put there, and all of its station
 * from there on is judged anew.
 */
export async function judgeLateRows(
  em: EntityManager,
  judge: ReadingJudge,
  stations: readonly StationRows[],
): Promise<LateOutcome> {
  const stored = await storedRows(em, stations);
  const due: Unplaced[] = [];
  const repeats = new Set<ReadingRow>();
  for (const of of stations) {
    const placed = placeLateRows(judge, of, stored.get(of.station.station) ?? new Map());
    for (const row of placed.repeats) repeats.add(row);
    if (placed.unplaced.length === 0) continue;
    const rows = of.rows.filter((row) => !repeats.has(row));
    due.push({ ...of, rows, unplaced: placed.unplaced, since: firstOf(of.station, placed.unplaced) });
  }
  return { repeats, rejudged: due.length === 0 ? [] : await rejudge(em, judge, due) };
}

async function rejudge(
  em: EntityManager,
  judge: ReadingJudge,
  due: readonly Unplaced[],
): Promise<Rejudged[]> {
  const checkpoints = await listCheckpoints(
    em,
    due.map(({ since }) => since.station),
  );
  const placed: (Unplaced & { readonly from: CheckpointSlot | undefined })[] = [];
  for (const of of due) {
    const ofStation = checkpoints.get(of.since.station) ?? [];
    if (isBeforeJudging(ofStation, of.since.at))
      for (const row of of.unplaced) judgeAsTooLate(judge, of.station, row);
    else placed.push({ ...of, from: checkpointBefore(ofStation, of.since.at) });
  }
  const states = await loadStates(
    em,
    placed.map(({ from }) => from).filter((from) => from !== undefined),
  );
  const starts = placed.map(({ station, rows, since, from }) => {
    const episodes: Episode[] = [];
    const checkpoint = { at: from?.at, state: states.get(since.station) };
    const start = stationAt(judge, station, checkpoint, episodes);
    return { station: start, since, rows, episodes, checkpointAt: from?.at ?? BEFORE_ANY_READING };
  });
  const stored = await rowsOfStations(
    em,
    starts.map(({ since: { station }, checkpointAt }) => ({ station, at: checkpointAt })),
  );
  return starts.map(({ station, since, rows, episodes, checkpointAt }) => {
    const ofStation = stored.get(since.station) ?? [];
    const changed = rejudgeStation(judge, { station, stored: ofStation, batch: rows, episodes });
    return { station, since, changed, checkpointAt, episodes: withOpen(episodes, judge, station) };
  });
}

/** The rows that are stored at the instants of late ones, by station and instant. */
async function storedRows(
  em: EntityManager,
  stations: readonly StationRows[],
): Promise<Map<number, Map<number, ReadingRow>>> {
  const instants = stations.flatMap(({ station: { station }, late }) =>
    late.map(({ row }) => ({ station, at: row.reading.observedAt })),
  );
  const found = new Map<number, Map<number, ReadingRow>>();
  for (const row of await rowsAt(em, instants)) {
    const ofStation = found.get(row.station) ?? new Map<number, ReadingRow>();
    found.set(row.station, ofStation.set(row.reading.observedAt, row));
  }
  return found;
}

/** An episode that was open at the checkpoint and has met no reading since is open still, whatever the table says. */
function withOpen(
  episodes: readonly Episode[],
  judge: ReadingJudge,
  { state }: TrackedStation,
): readonly Episode[] {
  const untouched = judge
    .openEpisodes(state)
    .filter(({ rule, startedAt }) =>
      episodes.every((other) => other.rule !== rule || other.startedAt !== startedAt),
    );
  return [...episodes, ...untouched];
}

async function rowsOfStations(
  em: EntityManager,
  behind: readonly StationInstant[],
): Promise<Map<number, ReadingRow[]>> {
  const found = new Map<number, ReadingRow[]>(behind.map(({ station }) => [station, []]));
  for await (const row of rowsBehind(em, behind)) found.get(row.station)?.push(row);
  return found;
}
