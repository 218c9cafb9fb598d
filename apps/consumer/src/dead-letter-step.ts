import type { DeadLetterProducer, PartitionBatch } from '@weather/kafka-client';
import type { BatchTraces } from './batch-traces.ts';
import type { ConsumerMetrics } from './consumer-metrics.ts';
import type { ConsumerLog } from './consumer-log.ts';
import type { RejectedRecord } from './decode-batch.ts';

export interface DeadLetterStepOptions {
  readonly deadLetters: Pick<DeadLetterProducer, 'publish'>;
  readonly log: Pick<ConsumerLog, 'deadLettered'>;
  readonly metrics: Pick<ConsumerMetrics, 'deadLettered'>;
  readonly traces: BatchTraces;
}

/** Publishes the invalid records of batches to the dead letter topic, each once, however often its batch is retried. */
export class DeadLetterStep {
  readonly #published = new WeakMap<PartitionBatch, Set<number>>();

  constructor(private readonly options: DeadLetterStepOptions) {}

  /** The offsets of a batch that are in the dead letter topic. */
  publishedOffsets(batch: PartitionBatch): ReadonlySet<number> {
    return this.#published.get(batch) ?? new Set();
  }

  /** Publishes rejected records; waits until the topic has acknowledged them. */
  async publish(batch: PartitionBatch, found: readonly RejectedRecord[]): Promise<void> {
    const published = this.#published.get(batch) ?? new Set();
    const rejected = found.filter(({ record }) => !published.has(record.offset));
    if (rejected.length === 0) return;
    const { deadLetters, traces, log, metrics } = this.options;
    const { topic, partition } = batch;
    const records = rejected.map((record) => ({ ...record, topic, partition }));
    await traces.deadLetter(batch, records.length, () => deadLetters.publish(records));
    for (const { record } of rejected) published.add(record.offset);
    this.#published.set(batch, published);
    log.deadLettered(partition, rejected);
    metrics.deadLettered(rejected);
  }
}
