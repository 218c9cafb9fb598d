import type { EntityManager } from '@mikro-orm/mysql';
import { TIMELINESS, type Alert, type ReadingEvaluator } from '@weather/weather-rules';
import { mergeReadings, type Reading } from '@weather/weather-schema';
import type { AlertEvent, StationAlert } from '../alerts/alert-event.ts';
import { writeDifferences } from '../alerts/compare-alerts.ts';
import { PublishedEvents } from '../alerts/published-events.ts';
import { recordEvents } from '../alerts/write-alerts.ts';
import { DirtyHours } from '../rollups/dirty-hours.ts';
import type { PartitionKey, PartitionOwner, CommittedOffset } from '../offsets/partition-offset.ts';
import type { ReadingRow } from '../rows/reading-columns.ts';
import { findFollowUps, type FollowUps } from './follow-ups.ts';
import { judgeLateRows, type LateOutcome, type Reevaluated } from './judge-late-rows.ts';
import type { LateRow, Replaced, StationRows } from './place-late-rows.ts';
import { rowsAt } from './station-rows.ts';
import { stationsOfRows } from './stations-of-rows.ts';
import type { TrackedStation } from './tracked-station.ts';
import { TrackedStations } from './tracked-stations.ts';
import { writeJudgements } from './write-judgements.ts';

/** Stations that were made out from the database. */
export interface RestoredCount {
  readonly stations: number;
  /** Stations have been forgotten for want of room since the last time: there are more than memory has room for. */
  readonly hasEvicted: boolean;
}

export interface BatchEvaluatorOptions {
  readonly evaluator: ReadingEvaluator;
  /** How far, in event time, a reading may be behind its station's newest and still have its place. */
  readonly allowedLatenessMs: number;
  readonly now: () => number;
  /** How much memory the remembered stations may take. */
  readonly cacheBytes: number;
  /** Told, after the commit, of stations that are found to come in several partitions. */
  readonly onShared: (stationIds: readonly string[]) => void;
  /** Told, after the commit, how many stations had to be made out from the database. */
  readonly onRestored: (restored: RestoredCount) => void;
}

/** The rows of a batch, and what is known of their stations beforehand. */
export interface BatchOfRows {
  readonly key: PartitionKey;
  readonly committedOffset: CommittedOffset;
  readonly rows: readonly ReadingRow[];
  /** What the partition is to its stations, as its locked row says. */
  readonly owner: PartitionOwner;
  /** The small ids of stations that have come with the batch. */
  readonly added: ReadonlySet<number>;
  /** The small id of each of its stations. */
  readonly idOf: (stationId: string) => number;
  /**
   * Whether what is stored at the timestamps of the rows is looked for even where a station's memory says that there can
   * be nothing.
   */
  readonly checksAllKeys: boolean;
}

/** A batch whose rows have their flags. */
export interface EvaluatedBatch {
  /** The rows that are to be written: without those that say what is there already. */
  readonly rows: readonly ReadingRow[];
  /** Rows of these that take the place of others. */
  readonly replaced: ReadonlyMap<ReadingRow, Replaced>;
  /** Readings that changed what others say of their station and timestamp, each as it is afterwards. */
  readonly corrections: readonly Reading[];
  /** How many readings say what is there already. */
  readonly duplicates: number;
  /** The hours whose readings, or the flags of these, it changes. */
  readonly due: DirtyHours;
  /** Writes what follows from the rows besides themselves, within the transaction, once they are written. */
  write(): Promise<void>;
  /** Remembers the stations: the transaction has been committed. */
  onCommit(nextOffset: number): void;
}

/** What one pass over a batch finds. */
interface InOrder {
  readonly late: Map<TrackedStation, LateRow[]>;
  readonly needCheckpoint: Set<TrackedStation>;
  /** Rows that were put together with the one before them, before that was evaluated; are they changes? */
  readonly absorbed: Map<ReadingRow, boolean>;
}

/** The object, its places in maps, and its name. */
const BYTES_OF_STATION = 500;
const BYTES_PER_CHARACTER = 2;

const NOTHING_LATE: LateOutcome = { reevaluated: [], repeats: new Set(), replaced: new Map() };

/**
 * Judges the rows of batches within their transactions. The result is that of a fold over each station's readings in order
 * of time, in whatever order they come, as long as none comes too late.
 *
 * What is remembered of a station follows from its rows: a checkpoint of its state now and then, and the rows behind it.
 * For a station whose readings come in order, neither is read.
 */
export class BatchEvaluator {
  readonly #stations: TrackedStations;
  readonly #told = new PublishedEvents();
  #sharesStations = false;
  #forgottenBefore = 0;

  constructor(private readonly options: BatchEvaluatorOptions) {
    const { evaluator, cacheBytes } = options;
    this.#stations = new TrackedStations(
      cacheBytes,
      ({ state, stationId }) =>
        BYTES_OF_STATION + BYTES_PER_CHARACTER * stationId.length + evaluator.estimateBytes(state),
    );
  }

  /** Whether stations have come that other partitions bring as well: transactions may wait for each other then. */
  get sharesStations(): boolean {
    return this.#sharesStations;
  }

  /** How many stations that are not remembered some bytes hold. */
  stationsIn(bytes: number): number {
    return Math.floor(bytes / (BYTES_OF_STATION + this.options.evaluator.maxBytes));
  }

  /** Tells which stations the next batch of a partition need not make out. */
  knownIn(key: PartitionKey): (station: number) => boolean {
    return this.#stations.knownIn(key);
  }

  /** Sets the quality of each row. */
  async evaluate(em: EntityManager, batch: BatchOfRows): Promise<EvaluatedBatch> {
    const { key, committedOffset, rows, owner, idOf } = batch;
    const { evaluator, allowedLatenessMs, now, onShared, onRestored } = this.options;
    const tenure = this.#stations.begin(key, committedOffset, owner.epoch);
    const alerts: Alert[] = [];
    const memory = {
      find: (station: number) => this.#stations.find(station, tenure),
      add: (station: TrackedStation) => {
        if (station.sharing === 'shared') this.#sharesStations = true;
        else this.#stations.add(station, tenure);
        this.#told.forget(station.station);
      },
    };
    const found = await stationsOfRows(em, evaluator, { ...batch, now: now() }, memory);
    const { tracked, differences, newlyShared, restored } = found;
    const due = new DirtyHours();
    const stored = batch.checksAllKeys ? await storedAt(em, rows) : undefined;
    const inOrder = this.#judgeInOrder(rows, tracked, { alerts, due, stored });
    const { late, needCheckpoint, absorbed } = inOrder;
    const { reevaluated, repeats, replaced } =
      late.size === 0
        ? NOTHING_LATE
        : await judgeLateRows(em, evaluator, lateStations(rows, tracked, inOrder));
    for (const { station } of reevaluated) memory.add(station);
    addLateHours(due, late, reevaluated, repeats);
    const judgements = {
      alerts: withStations(alerts, idOf, reevaluated),
      reevaluated,
      needCheckpoint: stillDue(needCheckpoint, reevaluated),
      allowedLatenessMs,
    };
    let told: AlertEvent[] = [];
    return {
      rows:
        repeats.size + absorbed.size === 0
          ? rows
          : rows.filter((row) => !repeats.has(row) && !absorbed.has(row)),
      replaced,
      ...countsOf(repeats, replaced, absorbed),
      due,
      write: async () => {
        const corrected = await writeDifferences(em, differences);
        told = this.#told.filterUnpublished([
          ...corrected,
          ...(await writeJudgements(em, evaluator, judgements)),
        ]);
        await recordEvents(em, told, now());
      },
      onCommit: (nextOffset) => {
        this.#told.onCommit(told);
        this.#stations.end(key, tenure, nextOffset);
        if (newlyShared.length > 0) onShared(newlyShared);
        if (restored > 0) onRestored({ stations: restored, hasEvicted: this.#hasForgotten() });
      },
    };
  }

  #hasForgotten(): boolean {
    const before = this.#forgottenBefore;
    this.#forgottenBefore = this.#stations.forgotten;
    return this.#forgottenBefore > before;
  }

  #judgeInOrder(
    rows: readonly ReadingRow[],
    tracked: readonly TrackedStation[],
    {
      alerts,
      due,
      stored,
    }: {
      readonly alerts: Alert[];
      readonly due: DirtyHours;
      readonly stored: ReadonlySet<ReadingRow> | undefined;
    },
  ): InOrder {
    const { evaluator, allowedLatenessMs, now } = this.options;
    const latest = now() + allowedLatenessMs;
    const found: InOrder = { late: new Map(), needCheckpoint: new Set(), absorbed: new Map() };
    const followUps = findFollowUps(rows, tracked);
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index] as ReadingRow;
      const station = tracked[index] as TrackedStation;
      const at = row.reading.observedAt;
      if (at > latest) addTo(found.late, station, { row, timeliness: TIMELINESS.fromFuture });
      else if (at > station.watermark && !stored?.has(row)) {
        if (followUps !== undefined) absorbFollowUps(row, followUps, found.absorbed);
        station.addTo(due, at);
        row.quality = evaluator.evaluate(station.state, row.reading, alerts);
        station.advanceTo(at);
        if (station.needsCheckpoint) found.needCheckpoint.add(station);
      } else if (!found.absorbed.has(row)) {
        const isTooLate = at < station.horizon(allowedLatenessMs);
        addTo(found.late, station, { row, timeliness: isTooLate ? TIMELINESS.tooLate : TIMELINESS.onTime });
      }
    }
    return found;
  }
}

/** Puts a row together with those that say more of its timestamp, so that it is evaluated once. */
function absorbFollowUps(row: ReadingRow, followUps: FollowUps, absorbed: Map<ReadingRow, boolean>): void {
  for (let next = followUps.get(row); next !== undefined; next = followUps.get(next)) {
    const merged = mergeReadings(row.reading, next.reading);
    absorbed.set(next, merged !== row.reading);
    row.reading = merged;
  }
}

/** The rows at whose station and timestamp something is stored. */
async function storedAt(em: EntityManager, rows: readonly ReadingRow[]): Promise<ReadonlySet<ReadingRow>> {
  const instants = rows.map(({ station, reading }) => ({ station, at: reading.observedAt }));
  const stored = new Set((await rowsAt(em, instants)).map(keyOf));
  return new Set(rows.filter((row) => stored.has(keyOf(row))));
}

function keyOf({ station, reading }: ReadingRow): string {
  return `${station} ${reading.observedAt}`;
}

function countsOf(
  repeats: ReadonlySet<ReadingRow>,
  replaced: ReadonlyMap<ReadingRow, Replaced>,
  absorbed: ReadonlyMap<ReadingRow, boolean>,
): { readonly duplicates: number; readonly corrections: readonly Reading[] } {
  const late = [...replaced].filter(([, { isChanged }]) => isChanged).map(([row]) => row.reading);
  const early = [...absorbed].filter(([, isChanged]) => isChanged).map(([row]) => row.reading);
  const all = repeats.size + replaced.size + absorbed.size;
  return { duplicates: all - late.length - early.length, corrections: [...early, ...late] };
}

/** What has become of stations that were judged anew, their episodes among it, stands with them. */
function withStations(
  alerts: readonly Alert[],
  idOf: (stationId: string) => number,
  reevaluated: readonly Reevaluated[],
): StationAlert[] {
  const anew = new Set(reevaluated.map(({ station }) => station.station));
  return alerts
    .map((alert) => ({ station: idOf(alert.stationId), alert }))
    .filter(({ station }) => !anew.has(station));
}

/** What came late and is no repeat changes its hour, and so do the rows whose flags are others by it. */
function addLateHours(
  due: DirtyHours,
  late: ReadonlyMap<TrackedStation, readonly LateRow[]>,
  reevaluated: readonly Reevaluated[],
  repeats: ReadonlySet<ReadingRow>,
): void {
  for (const rows of late.values())
    for (const { row } of rows) if (!repeats.has(row)) due.add(row.station, row.reading.observedAt);
  for (const { changed } of reevaluated)
    for (const { station, reading } of changed) due.add(station, reading.observedAt);
}

function addTo(late: Map<TrackedStation, LateRow[]>, station: TrackedStation, row: LateRow): void {
  const known = late.get(station);
  if (known === undefined) late.set(station, [row]);
  else known.push(row);
}

function lateStations(
  rows: readonly ReadingRow[],
  tracked: readonly TrackedStation[],
  { late, absorbed }: InOrder,
): StationRows[] {
  const ofStation = new Map<TrackedStation, ReadingRow[]>([...late.keys()].map((station) => [station, []]));
  for (const [index, row] of rows.entries())
    if (!absorbed.has(row)) ofStation.get(tracked[index] as TrackedStation)?.push(row);
  return [...late].map(([station, lateRows]) => ({
    station,
    rows: ofStation.get(station) ?? [],
    late: lateRows,
  }));
}

/** A station that was judged anew takes the place of itself. */
function stillDue(
  needCheckpoint: ReadonlySet<TrackedStation>,
  reevaluated: readonly Reevaluated[],
): TrackedStation[] {
  const anew = new Map(reevaluated.map(({ station }) => [station.station, station]));
  const others = [...needCheckpoint].filter(({ station }) => !anew.has(station));
  return [...others, ...[...anew.values()].filter((station) => station.needsCheckpoint)];
}
