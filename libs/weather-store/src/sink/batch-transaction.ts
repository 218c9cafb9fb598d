import type { EntityManager } from '@mikro-orm/mysql';
import type { ExceedanceRule } from '@weather/weather-rules';
import type { AlertEvent } from '../alerts/alert-events.ts';
import type { BatchEvaluator, EvaluatedBatch } from '../evaluation/batch-evaluator.ts';
import { writeQualities } from '../evaluation/stored-readings.ts';
import { PartitionFence, recountStored } from '../offsets/partition-fence.ts';
import { loadPartition } from '../offsets/partition-offset.ts';
import { markDirty } from '../rollups/dirty-hours.ts';
import type { WeatherDatabase } from '../weather-database.ts';
import { reconcileExceedances } from './exceedances.ts';
import type { ReadingWriter } from './reading-writer.ts';
import type { ResolvedStations, StationIdCache } from './station-id-cache.ts';
import type { StoreRequest, StoreResult } from './store-request.ts';

export interface BatchTransactionContext {
  readonly database: WeatherDatabase;
  readonly stations: StationIdCache;
  readonly batchEvaluator: BatchEvaluator;
  readonly isExceedance: ExceedanceRule;
  readonly now: () => number;
}

export interface TransactionOptions {
  readonly writer: ReadingWriter;
  /** Whether stored rows are looked up for all readings, even where a station's state rules them out. */
  readonly checksAllKeys?: boolean;
  /** Called once everything is written; an error that it throws rolls the transaction back. */
  readonly beforeCommit?: (() => void) | undefined;
}

/** A batch that was written, and what the caches keep of it after the commit. */
interface WrittenBatch {
  readonly result: StoreResult;
  readonly stations: ResolvedStations;
  readonly evaluated: EvaluatedBatch;
  readonly events: readonly AlertEvent[];
}

/** The transaction of a batch: advances the offset, evaluates the readings, and writes them with all effects. */
export class BatchTransaction {
  readonly #fence: PartitionFence;

  constructor(private readonly context: BatchTransactionContext) {
    this.#fence = new PartitionFence(context.now);
  }

  /**
   * Stores a batch in one transaction and updates the caches after its commit.
   * @throws UnexpectedDuplicates if rows are stored that the cached states rule out.
   */
  async run(
    request: StoreRequest,
    { writer, checksAllKeys = false, beforeCommit }: TransactionOptions,
  ): Promise<StoreResult> {
    const outcome = await this.context.database.fork().transactional(async (em) => {
      const written = await this.#write(em, writer, request, checksAllKeys);
      beforeCommit?.();
      return written;
    });
    if ('kind' in outcome) return outcome;
    const { result, stations, evaluated, events } = outcome;
    this.context.stations.onCommit(stations);
    this.context.batchEvaluator.onCommit(request.key, request.nextOffset, evaluated, events);
    return result;
  }

  async #write(
    em: EntityManager,
    writer: ReadingWriter,
    { key, committedOffset, nextOffset, readings, deadLettered, expired }: StoreRequest,
    checksAllKeys: boolean,
  ): Promise<WrittenBatch | Extract<StoreResult, { kind: 'fenced' }>> {
    const { stations: cache, batchEvaluator, now } = this.context;
    const counts = { stored: readings.length, deadLettered, expired };
    const owner = await this.#fence.advance(em, key, { from: committedOffset, to: nextOffset }, counts);
    if (owner === undefined) {
      const { committedOffset: moved } = await loadPartition(em, key, now());
      return { kind: 'fenced', committedOffset: moved };
    }
    const stations = await cache.resolve(em, readings, owner.id);
    const evaluated = await batchEvaluator.evaluate(em, {
      key,
      committedOffset,
      readings,
      stations: stations.getIds(readings),
      owner,
      added: stations.added,
      getKey: (stationId) => stations.getId(stationId),
      checksAllKeys,
    });
    const events = await this.#writeEffects(em, writer, evaluated);
    const { duplicates, corrections, newExceedances: exceedances } = evaluated.effects;
    const notNew = duplicates + corrections.length;
    if (notNew > 0) await recountStored(em, key, duplicates, corrections.length);
    const result = {
      kind: 'stored',
      stored: readings.length - notNew,
      duplicates,
      corrections,
      exceedances,
    } as const;
    return { result, stations, evaluated, events };
  }

  /** @returns the events that were recorded in the outbox. */
  async #writeEffects(
    em: EntityManager,
    writer: ReadingWriter,
    evaluated: EvaluatedBatch,
  ): Promise<AlertEvent[]> {
    const { rows, replacedRows, reevaluated, newExceedances, dirty } = evaluated.effects;
    const present = rows.length === 0 ? 0 : await writer.write(em, rows);
    if (present > replacedRows) throw new UnexpectedDuplicates(present - replacedRows);
    await writeQualities(
      em,
      reevaluated.flatMap(({ corrected }) => corrected),
    );
    const events = await this.context.batchEvaluator.writeAlertsAndCheckpoints(em, evaluated);
    if (replacedRows > 0) await reconcileExceedances(em, rows, this.context.isExceedance);
    else if (newExceedances.length > 0) await writer.addExceedances(em, newExceedances);
    await markDirty(em, dirty);
    return events;
  }
}

/** Rows are stored that the cached states rule out, so that nothing was merged with them. */
export class UnexpectedDuplicates extends Error {
  override readonly name = 'UnexpectedDuplicates';

  constructor(count: number) {
    super(`${count} rows of a batch are stored already, though they were expected to be new`);
  }
}
