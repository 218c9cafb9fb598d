import type { EntityManager } from '@mikro-orm/mysql';
import type { ReadingJudge } from '@weather/weather-judge';
import type { ReadingRow } from '../sink/reading-columns.ts';
import { firstOf, judgeAsTooLate, placeLateRows, type StationRows } from './place-late-rows.ts';
import { rejudgeStation } from './rejudge-station.ts';
import { stationAt } from './restore-stations.ts';
import { checkpointsBefore, stationsNotJudgedFromStart } from './station-checkpoints.ts';
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
): Promise<Rejudged[]> {
  const stored = await storedRows(em, stations);
  const due: Unplaced[] = [];
  for (const of of stations) {
    const unplaced = placeLateRows(judge, of, stored.get(of.station.station) ?? new Map());
    if (unplaced.length > 0) due.push({ ...of, unplaced, since: firstOf(of.station, unplaced) });
  }
  return due.length === 0 ? [] : await rejudge(em, judge, due);
}

async function rejudge(
  em: EntityManager,
  judge: ReadingJudge,
  due: readonly Unplaced[],
): Promise<Rejudged[]> {
  const checkpoints = await checkpointsBefore(
    em,
    due.map(({ since }) => since),
  );
  const withoutStart = due.filter(({ since }) => !checkpoints.has(since.station));
  const unjudged = await stationsNotJudgedFromStart(
    em,
    withoutStart.map(({ since }) => since.station),
  );
  for (const { station, unplaced } of due.filter(({ since }) => unjudged.has(since.station)))
    for (const row of unplaced) judgeAsTooLate(judge, station, row);
  const rejudged = due.filter(({ since }) => !unjudged.has(since.station));
  const starts = rejudged.map(({ station }) => stationAt(judge, station, checkpoints.get(station.station)));
  const stored = await storedBehind(em, starts);
  return rejudged.map(({ since, rows }, index) => {
    const station = starts[index] as TrackedStation;
    const changed = rejudgeStation(judge, { station, stored: stored.get(since.station) ?? [], batch: rows });
    return { station, since, changed };
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

async function storedBehind(
  em: EntityManager,
  starts: readonly TrackedStation[],
): Promise<Map<number, ReadingRow[]>> {
  const found = new Map<number, ReadingRow[]>(starts.map(({ station }) => [station, []]));
  const instants = starts.map(({ station, newest }) => ({
    station,
    at: Math.max(newest, BEFORE_ANY_READING),
  }));
  for await (const row of rowsBehind(em, instants)) found.get(row.station)?.push(row);
  return found;
}
