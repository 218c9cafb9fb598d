import type { EntityManager } from '@mikro-orm/mysql';
import type { Alert, ReadingEvaluator } from '@weather/weather-rules';
import type { ReadingRow } from '../rows/reading-columns.ts';
import { checkpointBefore, isBeforeJudging } from './choose-checkpoint.ts';
import {
  firstOf,
  judgeAsTooLate,
  placeLateRows,
  type Replaced,
  type StationRows,
} from './place-late-rows.ts';
import { rejudgeStation } from './rejudge-station.ts';
import { stationAt } from './restore-stations.ts';
import { listCheckpoints, loadStates, type CheckpointSlot } from './station-checkpoints.ts';
import { BEFORE_ANY_READING, rowsAt, rowsBehind, type StationInstant } from './station-rows.ts';
import type { TrackedStation } from './tracked-station.ts';

/** A station that was judged anew. */
export interface Reevaluated {
  /** As it is now. */
  readonly station: TrackedStation;
  /** Where the rows begin that came late. */
  readonly since: StationInstant;
  /** Stored rows whose flags are others now. */
  readonly changed: readonly ReadingRow[];
  /** The instant of the checkpoint that it was judged from. */
  readonly checkpointAt: number;
  /** Its episodes since then. */
  readonly alerts: readonly Alert[];
}

/** What late rows lead to. */
export interface LateOutcome {
  readonly reevaluated: readonly Reevaluated[];
  /** The rows that say what is there already: nothing is to be written for them. */
  readonly repeats: ReadonlySet<ReadingRow>;
  /** The rows that take the place of others. */
  readonly replaced: ReadonlyMap<ReadingRow, Replaced>;
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
  evaluator: ReadingEvaluator,
  stations: readonly StationRows[],
): Promise<LateOutcome> {
  const stored = await storedRows(em, stations);
  const due: Unplaced[] = [];
  const repeats = new Set<ReadingRow>();
  const replaced = new Map<ReadingRow, Replaced>();
  for (const of of stations) {
    const inOrder = placeLateRows(evaluator, of, stored.get(of.station.station) ?? new Map());
    for (const row of inOrder.repeats) repeats.add(row);
    for (const [row, instead] of inOrder.replaced) replaced.set(row, instead);
    if (inOrder.unplaced.length === 0) continue;
    const rows = of.rows.filter((row) => !repeats.has(row));
    due.push({ ...of, rows, unplaced: inOrder.unplaced, since: firstOf(of.station, inOrder.unplaced) });
  }
  return { repeats, replaced, reevaluated: due.length === 0 ? [] : await rejudge(em, evaluator, due) };
}

/** A station and the checkpoint to begin from; none where all that it has is judged anew. */
interface Placed extends Unplaced {
  readonly from: CheckpointSlot | undefined;
}

async function rejudge(
  em: EntityManager,
  evaluator: ReadingEvaluator,
  due: readonly Unplaced[],
): Promise<Reevaluated[]> {
  const checkpoints = await listCheckpoints(
    em,
    due.map(({ since }) => since.station),
  );
  const inOrder: Placed[] = [];
  for (const of of due) {
    const ofStation = checkpoints.get(of.since.station) ?? [];
    if (isBeforeJudging(ofStation, of.since.at))
      for (const row of of.unplaced) judgeAsTooLate(evaluator, of.station, row);
    else inOrder.push({ ...of, from: checkpointBefore(ofStation, of.since.at) });
  }
  const states = await loadStates(
    em,
    inOrder.map(({ from }) => from).filter((from) => from !== undefined),
  );
  return await rejudgeFrom(em, evaluator, inOrder, states);
}

/** One station after the other, since each may have many rows. */
async function rejudgeFrom(
  em: EntityManager,
  evaluator: ReadingEvaluator,
  inOrder: readonly Placed[],
  states: ReadonlyMap<number, string>,
): Promise<Reevaluated[]> {
  const ofStations = new Map(inOrder.map((of) => [of.since.station, of]));
  const instants = inOrder.map(({ since: { station }, from }) => ({
    station,
    at: from?.at ?? BEFORE_ANY_READING,
  }));
  const reevaluated: Reevaluated[] = [];
  for await (const { station: id, rows: stored } of rowsBehind(em, instants)) {
    const { station: before, since, rows, from } = ofStations.get(id) as Placed;
    const alerts: Alert[] = [];
    const station = stationAt(evaluator, before, { at: from?.at, state: states.get(id) }, alerts);
    const changed = rejudgeStation(evaluator, { station, stored, batch: rows, alerts });
    const checkpointAt = from?.at ?? BEFORE_ANY_READING;
    reevaluated.push({ station, since, changed, checkpointAt, alerts: withOpen(alerts, evaluator, station) });
  }
  return reevaluated;
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
  alerts: readonly Alert[],
  evaluator: ReadingEvaluator,
  { state }: TrackedStation,
): readonly Alert[] {
  const untouched = evaluator
    .openAlerts(state)
    .filter(({ rule, startedAt }) =>
      alerts.every((other) => other.rule !== rule || other.startedAt !== startedAt),
    );
  return [...alerts, ...untouched];
}
