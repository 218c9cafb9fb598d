import type { DeadLetterProducer, PartitionBatch } from '@weather/kafka-client';
import { backOffMs, pause, WaitAbortedError } from '@weather/service-runtime';
import { REJECTION_REASONS, type Reading } from '@weather/weather-schema';
import type {
  CommittedOffset,
  PartitionKey,
  ReadingSink,
  StoreRequest,
  StoreResult,
} from '@weather/weather-store/sink';
import type { BatchTraces } from './batch-traces.ts';
import type { ConsumerMetrics } from './consumer-metrics.ts';
import type { ConsumerLog } from './consumer-log.ts';
import type { DeadLetterLimit } from './dead-letter-limit.ts';
import { DeadLetterStep } from './dead-letter-step.ts';
import {
  decodeBatch,
  recordsBelow,
  recordsFrom,
  type DecodedBatch,
  type DecodedRecord,
  type RejectedRecord,
} from './decode-batch.ts';
import { PartitionOffsets, type Assignment } from './partition-offsets.ts';
import { START_OF_LOG } from './reconcile-offset.ts';

export interface BatchProcessorOptions {
  readonly group: string;
  readonly legacyTimeZone: string;
  readonly sink: Pick<ReadingSink, 'loadCommittedOffset' | 'countForOneTransaction' | 'store'>;
  readonly deadLetters: Pick<DeadLetterProducer, 'publish'>;
  readonly log: ConsumerLog;
  readonly metrics: Pick<ConsumerMetrics, 'committed' | 'deadLettered' | 'expired'>;
  readonly traces: BatchTraces;
  /** Retries work that fails because of an outage of the database until it succeeds. */
  readonly withStoreRetry: <T>(work: () => Promise<T>) => Promise<T>;
  /** The first offset of a partition that Kafka still has. */
  readonly earliestOffset: (topic: string, partition: number) => Promise<number>;
  /** Default: no limit. */
  readonly deadLetterLimit?: DeadLetterLimit | undefined;
  readonly now: () => number;
  /** Stops a batch between two transactions, and the retries of one that is fenced repeatedly. */
  readonly signal?: AbortSignal;
}

const [REJECTED_BY_DATABASE] = REJECTION_REASONS.store;
/** A new owner fences a batch once, after which it is reconciled; more times in a row indicate a fault. */
const MAX_FENCED = 5;
const FENCED_BACK_OFF = { maxDelayMs: 500 };

type TopicPartition = Pick<PartitionBatch, 'topic' | 'partition'>;

/** The records of a batch that one transaction stores, and the offset after them. */
interface Part {
  readonly records: DecodedBatch;
  readonly readings: readonly Reading[];
  readonly nextOffset: number;
}

/**
 * Takes a partition batch from records to rows: assigns it the offsets that are next, decodes and validates its records,
 * publishes the invalid ones to the dead letter topic, and lets the sink evaluate, write and commit the readings with the next
 * offset in one transaction; in several, if the batch has more stations than memory may hold.
 */
export class BatchProcessor {
  readonly #offsets: PartitionOffsets;
  readonly #deadLetters: DeadLetterStep;
  /** The decoded records of batches that wait for their turn. */
  readonly #decoded = new WeakMap<PartitionBatch, DecodedBatch>();

  constructor(private readonly options: BatchProcessorOptions) {
    const { earliestOffset, log } = options;
    this.#deadLetters = new DeadLetterStep(options);
    this.#offsets = new PartitionOffsets({ load: (batch) => this.#loadOffset(batch), earliestOffset, log });
  }

  /** Decodes a batch while the one before it is being stored. */
  decodeAhead(batch: PartitionBatch): void {
    const { traces, legacyTimeZone, now } = this.options;
    const decode = (): DecodedBatch => decodeBatch(batch.records, { now: now(), legacyTimeZone });
    this.#decoded.set(batch, traces.decode(batch, decode));
  }

  /**
   * @returns the offset to continue at, once everything before it is stored or dead-lettered: within the batch if the app stops.
   * @throws ExitError when the limit on dead letters is exceeded, after the commit; any error that is neither an invalid record
   * nor transient: nothing of the batch is committed then.
   */
  async process(batch: PartitionBatch): Promise<{ readonly nextOffset: number }> {
    return await this.options.traces.process(batch, () => this.#process(batch));
  }

  /** The offset to fetch a partition from; the start of the log while nothing of it is stored. */
  async loadNextOffset(topic: string, partition: number): Promise<number> {
    return (await this.#loadOffset({ topic, partition })) ?? START_OF_LOG;
  }

  async #process(batch: PartitionBatch): Promise<{ readonly nextOffset: number }> {
    for (let fenced = 0; ;) {
      if (fenced > 1) await this.#backOff(fenced, batch);
      const assignment = await this.#offsets.assign(batch);
      if (assignment.kind === 'seek') return { nextOffset: assignment.to };
      const reached = await this.#storePart(batch, assignment);
      const isOver = reached === batch.nextOffset || this.options.signal?.aborted === true;
      if (reached !== undefined && isOver) return { nextOffset: reached };
      fenced = reached === undefined ? fenced + 1 : 0;
    }
  }

  /** The first retry is immediate: the cause is another owner, or a COMMIT whose answer was lost. */
  async #backOff(fenced: number, { topic, partition }: PartitionBatch): Promise<void> {
    const { group, signal } = this.options;
    const place = `partition ${partition} of ${topic} for the group "${group}"`;
    if (fenced > MAX_FENCED)
      throw new Error(
        `the committed offset of ${place} differed ${fenced} times from the one just read from consumer_offset: ` +
          'another program changes the row, or the database loses writes',
      );
    await pause(backOffMs(fenced, FENCED_BACK_OFF), signal);
    if (signal?.aborted) throw new WaitAbortedError(`no longer storing ${place}`);
  }

  /** @returns the committed offset afterwards; undefined when the transaction was fenced. */
  async #storePart(
    batch: PartitionBatch,
    { from, committedOffset, expired }: Extract<Assignment, { kind: 'process' }>,
  ): Promise<number | undefined> {
    const { records, readings, nextOffset } = this.#takePart(from, batch);
    const { decoded, rejected } = records;
    await this.#deadLetters.publish(batch, rejected);
    const key = this.#key(batch);
    const deadLettered = rejected.length;
    const request = { key, committedOffset, nextOffset, readings, deadLettered, expired };
    const result = await this.#store(batch, decoded, request);
    if (result.kind === 'fenced') {
      this.#offsets.onFenced(batch.partition);
      return undefined;
    }
    this.#offsets.onCommit(batch.partition, nextOffset);
    this.options.log.stored(result);
    this.options.log.misnamed(batch.partition, records.misnamed);
    this.options.metrics.committed(records, result);
    if (expired > 0) this.options.metrics.expired(expired);
    this.#checkDeadLetterLimit(batch, from, nextOffset);
    return nextOffset;
  }

  /** The records of a batch from an offset on, as many as one transaction may store. */
  #takePart(from: number, batch: PartitionBatch): Part {
    if (!this.#decoded.has(batch)) this.decodeAhead(batch);
    const records = recordsFrom(from, this.#decoded.get(batch) as DecodedBatch);
    const readings = records.decoded.map(({ reading }) => reading);
    const count = this.options.sink.countForOneTransaction(this.#key(batch), readings);
    const nextOffset = records.decoded[count]?.record.offset;
    if (nextOffset === undefined) return { records, readings, nextOffset: batch.nextOffset };
    return { records: recordsBelow(nextOffset, records), readings: readings.slice(0, count), nextOffset };
  }

  /** Evaluates, writes and commits readings; those that the database rejects are dead-lettered, and the others stored. */
  async #store(
    batch: PartitionBatch,
    decoded: readonly DecodedRecord[],
    request: StoreRequest,
  ): Promise<Exclude<StoreResult, { kind: 'rejected' }>> {
    const { sink, traces, withStoreRetry } = this.options;
    const result = await traces.store(batch, () => withStoreRetry(() => sink.store(request)));
    if (result.kind !== 'rejected') return result;
    const messages = new Map(result.rejected.map(({ reading, message }) => [reading, message]));
    const rejected = decoded.flatMap(({ record, reading }): RejectedRecord[] => {
      const message = messages.get(reading);
      return message === undefined ? [] : [{ record, stage: 'store', reason: REJECTED_BY_DATABASE, message }];
    });
    await this.#deadLetters.publish(batch, rejected);
    const accepted = decoded.filter(({ reading }) => !messages.has(reading));
    return await this.#store(batch, accepted, {
      ...request,
      readings: accepted.map(({ reading }) => reading),
      deadLettered: request.deadLettered + rejected.length,
    });
  }

  /** Runs after the commit, so that records that were handled are neither stored nor dead-lettered again. */
  #checkDeadLetterLimit(batch: PartitionBatch, from: number, nextOffset: number): void {
    const { deadLetterLimit } = this.options;
    if (deadLetterLimit === undefined) return;
    const { topic, partition, records } = batch;
    const offsets = records
      .map(({ offset }) => offset)
      .filter((offset) => offset >= from && offset < nextOffset);
    const deadLettered = this.#deadLetters.publishedOffsets(batch);
    deadLetterLimit.add({ topic, partition, offsets, deadLettered });
  }

  async #loadOffset(partition: TopicPartition): Promise<CommittedOffset> {
    const { sink, withStoreRetry } = this.options;
    return await withStoreRetry(() => sink.loadCommittedOffset(this.#key(partition)));
  }

  #key({ topic, partition }: TopicPartition): PartitionKey {
    return { group: this.options.group, topic, partition };
  }
}
