import type { DeadLetterProducer, PartitionBatch } from '@weather/kafka-client';
import { backOffMs, pause, WaitAbortedError } from '@weather/service-runtime';
import { REJECTION_REASONS, type Reading } from '@weather/weather-schema';
import type {
  PartitionKey,
  CommittedOffset,
  ReadingSink,
  StoreRequest,
  StoreResult,
} from '@weather/weather-store';
import { alignBatch, START_OF_LOG } from './align-batch.ts';
import type { BatchTraces } from './batch-traces.ts';
import type { ConsumerMetrics } from './consumer-metrics.ts';
import type { ConsumptionLog } from './consumption-log.ts';
import type { DeadLetterLimit } from './dead-letter-limit.ts';
import {
  decodeBatch,
  recordsBelow,
  recordsFrom,
  type DecodedBatch,
  type DecodedRecord,
  type RejectedRecord,
} from './decode-batch.ts';

export interface BatchProcessorOptions {
  readonly group: string;
  readonly legacyTimeZone: string;
  readonly sink: Pick<ReadingSink, 'loadCommittedOffset' | 'countForOneTransaction' | 'store'>;
  readonly deadLetters: Pick<DeadLetterProducer, 'publish'>;
  readonly log: ConsumptionLog;
  readonly metrics: Pick<ConsumerMetrics, 'committed' | 'deadLettered' | 'expired'>;
  readonly traces: BatchTraces;
  /** Repeats what fails with an outage of the database until it succeeds. */
  readonly withStoreRetry: <T>(work: () => Promise<T>) => Promise<T>;
  /** The first offset of a partition that Kafka still has. */
  readonly earliestOffset: (topic: string, partition: number) => Promise<number>;
  /** Default: there is no limit. */
  readonly deadLetterLimit?: DeadLetterLimit | undefined;
  readonly now: () => number;
  /** Ends the attempts at a batch whose position keeps moving, and one that takes several transactions between these. */
  readonly signal?: AbortSignal;
}

const [REFUSED_BY_DATABASE] = REJECTION_REASONS.store;
const SEEKS_THAT_PROVE = 2;
/** Another owner moves a position once, and the batch is then aligned with it; more often than a few times is no owner. */
const MAX_MOVES = 5;
const MOVED_BACK_OFF = { maxDelayMs: 500 };

type TopicPartition = Pick<PartitionBatch, 'topic' | 'partition'>;

/** What of a batch one transaction takes, and the position after it. */
interface Part {
  readonly records: DecodedBatch;
  readonly readings: readonly Reading[];
  readonly nextOffset: number;
}

/**
 * Takes a partition batch from records to rows: align it with the stored position, decode and validate, send what cannot
 * be read to the dead letter topic, evaluate and store the rest with the new position in one transaction; in several, one
 * after the other, if it holds more stations than memory is to.
 */
export class BatchProcessor {
  /** The positions of committed transactions; the table is asked again whenever a batch does not follow on from them. */
  readonly #positions = new Map<number, CommittedOffset>();
  readonly #seeks = new Map<number, { readonly to: number; readonly times: number }>();
  /** What batches hold that wait for their turn. */
  readonly #ahead = new WeakMap<PartitionBatch, DecodedBatch>();
  /** The offsets of a batch that are in the dead letter topic: a batch that is aligned again does not send them again. */
  readonly #published = new WeakMap<PartitionBatch, Set<number>>();

  constructor(private readonly options: BatchProcessorOptions) {}

  /** Decodes a batch while the one before it is being stored. */
  prepare(batch: PartitionBatch): void {
    this.#ahead.set(batch, this.#decode(batch));
  }

  /**
   * @returns the offset to go on from, once everything before it is stored or dead-lettered: when the app stops, perhaps one
   * within the batch.
   * @throws ExitError when the limit on dead letters is exceeded, after the commit; what is neither a bad record nor an
   * outage: nothing of the batch is committed then.
   */
  async process(batch: PartitionBatch): Promise<{ readonly nextOffset: number }> {
    return await this.options.traces.process(batch, () => this.#process(batch));
  }

  /** Where a partition is to be fetched from; the start of the log while nothing of it is stored. */
  async positionOf(topic: string, partition: number): Promise<number> {
    return (await this.#loadPosition({ topic, partition })) ?? START_OF_LOG;
  }

  async #process(batch: PartitionBatch): Promise<{ readonly nextOffset: number }> {
    for (let moves = 0; ;) {
      if (moves > 1) await this.#backOff(moves, batch);
      const committedOffset = await this.#committedOffset(batch);
      const alignment = alignBatch(committedOffset, batch, this.#provenSeek(batch.partition));
      if (alignment.kind === 'seek') return this.#seek(batch, alignment.to);
      const expired = alignment.kind === 'gap' ? await this.#countLost(batch, committedOffset) : 0;
      if (alignment.kind === 'restart') this.options.log.restarted(batch, committedOffset);
      const reached = await this.#storeFrom(alignment.from, batch, committedOffset, expired);
      const isOver = reached === batch.nextOffset || this.options.signal?.aborted === true;
      if (reached !== undefined && isOver) return { nextOffset: reached };
      moves = reached === undefined ? moves + 1 : 0;
    }
  }

  /** The first time the batch is aligned again at once: that is another owner, or a COMMIT whose answer was lost. */
  async #backOff(moves: number, { topic, partition }: PartitionBatch): Promise<void> {
    const { group, signal } = this.options;
    const place = `partition ${partition} of ${topic} for the group "${group}"`;
    if (moves > MAX_MOVES)
      throw new Error(
        `the offset of ${place} in consumer_offset was never what had just been read of it, ${moves} times: ` +
          'somebody else changes the row, or the database does not hold it as it was written',
      );
    await pause(backOffMs(moves, MOVED_BACK_OFF), signal);
    if (signal?.aborted) throw new WaitAbortedError(`no longer storing ${place}`);
  }

  async #committedOffset(batch: PartitionBatch): Promise<CommittedOffset> {
    const known = this.#positions.get(batch.partition);
    if (known !== undefined && known === batch.fetchedOffset) return known;
    const committedOffset = await this.#loadPosition(batch);
    this.#positions.set(batch.partition, committedOffset);
    return committedOffset;
  }

  async #loadPosition(of: TopicPartition): Promise<CommittedOffset> {
    const { sink, withStoreRetry } = this.options;
    return await withStoreRetry(() => sink.loadCommittedOffset(this.#key(of)));
  }

  #seek({ partition }: PartitionBatch, to: number): { readonly nextOffset: number } {
    const last = this.#seeks.get(partition);
    this.#seeks.set(partition, { to, times: last?.to === to ? last.times + 1 : 1 });
    return { nextOffset: to };
  }

  /** After the first seek a fetch may come in that was under way before it, after the second none can. */
  #provenSeek(partition: number): number | undefined {
    const last = this.#seeks.get(partition);
    return last !== undefined && last.times >= SEEKS_THAT_PROVE ? last.to : undefined;
  }

  /** A hole that begins within what Kafka still has was never filled with records: nothing is lost then. */
  async #countLost(batch: PartitionBatch, committedOffset: CommittedOffset): Promise<number> {
    const earliest = await this.options.earliestOffset(batch.topic, batch.partition);
    const expired = Math.max(0, Math.min(earliest, batch.fetchedOffset) - (committedOffset ?? 0));
    if (expired > 0) this.options.log.expired(batch, committedOffset, expired);
    return expired;
  }

  /** @returns the position that is stored now; undefined when it was moved by someone else: align again. */
  async #storeFrom(
    from: number,
    batch: PartitionBatch,
    committedOffset: CommittedOffset,
    expired: number,
  ): Promise<number | undefined> {
    const { records, readings, nextOffset } = this.#partFrom(from, batch);
    const { decoded, rejected } = records;
    await this.#deadLetter(batch, rejected);
    const result = await this.#store(batch, decoded, {
      key: this.#key(batch),
      committedOffset,
      nextOffset,
      readings,
      deadLettered: rejected.length,
      expired,
    });
    this.#seeks.delete(batch.partition);
    if (result.kind === 'fenced') {
      this.#positions.delete(batch.partition);
      return undefined;
    }
    this.#positions.set(batch.partition, nextOffset);
    this.options.log.stored(result);
    this.options.log.misnamed(batch.partition, records.misnamed);
    this.options.metrics.committed(records, result);
    if (expired > 0) this.options.metrics.expired(expired);
    this.#checkDeadLetterLimit(batch, from, nextOffset);
    return nextOffset;
  }

  /** After the commit, so that what was handled is neither stored nor dead-lettered again. */
  #checkDeadLetterLimit(batch: PartitionBatch, from: number, nextOffset: number): void {
    const { deadLetterLimit } = this.options;
    if (deadLetterLimit === undefined) return;
    const { topic, partition, records } = batch;
    const offsets = records
      .map(({ offset }) => offset)
      .filter((offset) => offset >= from && offset < nextOffset);
    deadLetterLimit.add({ topic, partition, offsets, deadLettered: this.#published.get(batch) ?? new Set() });
  }

  /** What a batch holds from an offset on, as far as one transaction may take it. */
  #partFrom(from: number, batch: PartitionBatch): Part {
    if (!this.#ahead.has(batch)) this.prepare(batch);
    const records = recordsFrom(from, this.#ahead.get(batch) as DecodedBatch);
    const readings = records.decoded.map(({ reading }) => reading);
    const count = this.options.sink.countForOneTransaction(this.#key(batch), readings);
    const nextOffset = records.decoded[count]?.record.offset;
    if (nextOffset === undefined) return { records, readings, nextOffset: batch.nextOffset };
    return { records: recordsBelow(nextOffset, records), readings: readings.slice(0, count), nextOffset };
  }

  #decode(batch: PartitionBatch): DecodedBatch {
    const { traces, legacyTimeZone, now } = this.options;
    return traces.decode(batch, () => decodeBatch(batch.records, { now: now(), legacyTimeZone }));
  }

  /** Stores a batch; readings that the database refuses are dead-lettered and the others stored without them. */
  async #store(
    batch: PartitionBatch,
    decoded: readonly DecodedRecord[],
    request: StoreRequest,
  ): Promise<Exclude<StoreResult, { kind: 'rejected' }>> {
    const { sink, traces, withStoreRetry } = this.options;
    const result = await traces.store(batch, () => withStoreRetry(() => sink.store(request)));
    if (result.kind !== 'rejected') return result;
    const reasons = new Map(result.rejected.map(({ reading, reason }) => [reading, reason]));
    const rejected = decoded.flatMap(({ record, reading }): RejectedRecord[] => {
      const reason = reasons.get(reading);
      return reason === undefined ? [] : [{ record, stage: 'store', kind: REFUSED_BY_DATABASE, reason }];
    });
    await this.#deadLetter(batch, rejected);
    const accepted = decoded.filter(({ reading }) => !reasons.has(reading));
    return await this.#store(batch, accepted, {
      ...request,
      readings: accepted.map(({ reading }) => reading),
      deadLettered: request.deadLettered + rejected.length,
    });
  }

  async #deadLetter(batch: PartitionBatch, found: readonly RejectedRecord[]): Promise<void> {
    if (found.length === 0) return;
    const published = this.#published.get(batch) ?? new Set();
    const rejected = found.filter(({ record }) => !published.has(record.offset));
    if (rejected.length === 0) return;
    const { deadLetters, traces, log, metrics } = this.options;
    const { topic, partition } = batch;
    const letters = rejected.map((letter) => ({ ...letter, topic, partition }));
    await traces.deadLetter(batch, letters.length, () => deadLetters.publish(letters));
    for (const { record } of rejected) published.add(record.offset);
    this.#published.set(batch, published);
    log.deadLettered(partition, rejected);
    metrics.deadLettered(rejected);
  }

  #key({ topic, partition }: TopicPartition): PartitionKey {
    return { group: this.options.group, topic, partition };
  }
}
