import type { EntityManager } from '@mikro-orm/mysql';
import {
  collectEffects,
  evaluateInOrder,
  type BatchEffects,
  type ExceedanceRule,
  type ReadingEvaluator,
  type StationState,
} from '@weather/weather-rules';
import { RecordedEvents, recordEvents, type AlertEvent } from '../alerts/alert-events.ts';
import type { PartitionKey } from '../offsets/partition-offset.ts';
import { loadStates, type LoadedStates, type ResolvedBatch } from './load-states.ts';
import { evaluateOutOfOrder } from './evaluate-out-of-order.ts';
import { StationStateCache, type OwnershipEpoch } from './station-state-cache.ts';
import { rowsAt } from './stored-readings.ts';
import { writeAlertsAndCheckpoints } from './write-alerts-and-checkpoints.ts';

/** Stations whose states were restored from the database. */
export interface RestoredCount {
  readonly stations: number;
  /** Whether states have been evicted since the last time: there are more stations than the cache has room for. */
  readonly hasEvicted: boolean;
}

export interface BatchEvaluatorOptions {
  readonly evaluator: ReadingEvaluator;
  /** How far, in event time, a reading may be behind its station's watermark and still be evaluated in order. */
  readonly allowedLatenessMs: number;
  readonly isExceedance: ExceedanceRule;
  readonly now: () => number;
  /** How much memory the cached states may take. */
  readonly cacheBytes: number;
  /** Called after the commit with stations that are found to arrive in several partitions. */
  readonly onShared: (stationIds: readonly string[]) => void;
  /** Called after the commit with the number of states that were restored from the database. */
  readonly onRestored: (restored: RestoredCount) => void;
}

/** The effects of a batch, and how its states were loaded. */
export interface EvaluatedBatch extends Omit<LoadedStates, 'states'> {
  readonly effects: BatchEffects;
  readonly epoch: OwnershipEpoch;
}

/** The object, its entries in maps, and its id. */
const BYTES_PER_STATION = 500;
const BYTES_PER_CHARACTER = 2;

/**
 * Evaluates batches within their transactions. The result is that of evaluating each station's readings in order of event time,
 * in whatever order they arrive, unless they are beyond the allowed lateness.
 *
 * A state follows from stored rows: a checkpoint now and then, and the readings after it. For a station whose state is cached
 * and whose readings arrive in order, neither is read.
 */
export class BatchEvaluator {
  readonly #states: StationStateCache;
  readonly #recorded = new RecordedEvents();
  #sharesStations = false;
  #evictedBefore = 0;

  constructor(private readonly options: BatchEvaluatorOptions) {
    const { evaluator, cacheBytes } = options;
    this.#states = new StationStateCache(
      cacheBytes,
      ({ evaluation, stationId }) =>
        BYTES_PER_STATION + BYTES_PER_CHARACTER * stationId.length + evaluator.estimateBytes(evaluation),
    );
  }

  /** Whether a station also comes in other partitions, whose transactions may wait for each other then. */
  get sharesStations(): boolean {
    return this.#sharesStations;
  }

  /** The number of states that fit into some bytes. */
  stationsIn(bytes: number): number {
    return Math.floor(bytes / (BYTES_PER_STATION + this.options.evaluator.maxBytes));
  }

  /** Whether the state of a station is cached for the next batch of a partition. */
  cachedFor(key: PartitionKey): (station: number) => boolean {
    return this.#states.cachedFor(key);
  }

  /** Evaluates a batch; loads the states and stored readings that are needed for it, and writes nothing but claims. */
  async evaluate(em: EntityManager, batch: ResolvedBatch): Promise<EvaluatedBatch> {
    const { key, committedOffset, readings, owner } = batch;
    const { evaluator, allowedLatenessMs, isExceedance } = this.options;
    const now = this.options.now();
    const epoch = this.#states.begin(key, committedOffset, owner.epoch);
    const cache = {
      find: (station: number) => this.#states.find(station, epoch),
      add: (state: StationState) => this.#add(state, epoch),
    };
    const { states, ...loaded } = await loadStates(em, evaluator, batch, cache, now);
    const stored = batch.checksAllKeys ? await findStored(em, batch) : undefined;
    const inOrder = evaluateInOrder({ readings, states, stored }, { evaluator, allowedLatenessMs, now });
    const outOfOrder =
      inOrder.outOfOrder.size === 0
        ? { merged: [], reevaluated: [] }
        : await evaluateOutOfOrder(em, evaluator, { readings, states }, inOrder);
    for (const { state } of outOfOrder.reevaluated) cache.add(state);
    const effects = collectEffects(readings, inOrder, outOfOrder, { isExceedance, getKey: batch.getKey });
    return { ...loaded, effects, epoch };
  }

  /**
   * Writes alerts and checkpoints of a batch, and records the events of the alerts, once its rows are written.
   * @returns the recorded events, for `onCommit`.
   */
  async writeAlertsAndCheckpoints(em: EntityManager, batch: EvaluatedBatch): Promise<AlertEvent[]> {
    const { evaluator, allowedLatenessMs, now } = this.options;
    const written = await writeAlertsAndCheckpoints(em, evaluator, batch, allowedLatenessMs);
    const events = this.#recorded.filterUnrecorded(written);
    await recordEvents(em, events, now());
    return events;
  }

  /** Keeps the states of a batch, after its commit. */
  onCommit(
    key: PartitionKey,
    nextOffset: number,
    { epoch, newlyShared, restored }: EvaluatedBatch,
    events: readonly AlertEvent[],
  ): void {
    this.#recorded.onCommit(events);
    this.#states.end(key, epoch, nextOffset);
    if (newlyShared.length > 0) this.options.onShared(newlyShared);
    if (restored > 0) this.options.onRestored({ stations: restored, hasEvicted: this.#hasEvicted() });
  }

  #add(state: StationState, epoch: OwnershipEpoch): void {
    if (state.sharing === 'shared') this.#sharesStations = true;
    else this.#states.add(state, epoch);
    this.#recorded.forget(state.station);
  }

  #hasEvicted(): boolean {
    const before = this.#evictedBefore;
    this.#evictedBefore = this.#states.evicted;
    return this.#evictedBefore > before;
  }
}

/** The indexes of the readings at whose station and timestamp a row is stored. */
async function findStored(
  em: EntityManager,
  { readings, stations }: ResolvedBatch,
): Promise<ReadonlySet<number>> {
  const keys = readings.map(({ observedAt }, index) => ({
    station: stations[index] as number,
    at: observedAt,
  }));
  const stored = new Set(
    (await rowsAt(em, keys)).map(({ station, reading }) => `${station} ${reading.observedAt}`),
  );
  return new Set(keys.flatMap(({ station, at }, index) => (stored.has(`${station} ${at}`) ? [index] : [])));
}
