import { chunksBySize } from './chunks-by-size.ts';
import { IdempotentProducer } from './idempotent-producer.ts';
import type { KafkaConnection } from './kafka-connection.ts';
import { isTooLarge } from './kafka-errors.ts';
import type { IncomingRecord, OutgoingRecord } from './records.ts';

/** A record that cannot be processed, with where it came from and why. */
export interface DeadLetter {
  readonly record: IncomingRecord;
  readonly topic: string;
  readonly partition: number;
  /** The step that refused it. */
  readonly stage: string;
  readonly reason: string;
}

const MAX_SEND_BYTES = 800_000;
const EXCERPT_BYTES = 65_536;

/**
 * Publishes records that cannot be processed to the dead letter topic: key, value and headers as they were, and the
 * headers `dlq.topic`, `dlq.partition`, `dlq.offset`, `dlq.stage`, `dlq.reason` and `dlq.at`.
 */
export class DeadLetterProducer {
  private constructor(
    private readonly producer: IdempotentProducer,
    private readonly now: () => number,
  ) {}

  /** Waits until Kafka answers and the dead letter topic is there. */
  static async connect(
    connection: KafkaConnection,
    topic: string,
    options: { signal?: AbortSignal; now?: () => number } = {},
  ): Promise<DeadLetterProducer> {
    const producer = await IdempotentProducer.connect(connection, topic, options.signal);
    return new DeadLetterProducer(producer, options.now ?? Date.now);
  }

  /**
   * Returns when all letters are acknowledged, however long Kafka is away. A caller that fails afterwards publishes them
   * again: readers tell repeats by topic, partition and offset.
   */
  async publish(letters: readonly DeadLetter[]): Promise<void> {
    for (const chunk of chunksBySize(letters, sizeOf, MAX_SEND_BYTES)) await this.#publishChunk(chunk);
  }

  async close(): Promise<void> {
    await this.producer.disconnect();
  }

  async #publishChunk(letters: readonly DeadLetter[]): Promise<void> {
    const at = new Date(this.now()).toISOString();
    try {
      await this.producer.send(letters.map((letter) => asRecord(letter, at)));
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      await this.producer.send(letters.map((letter) => withExcerpt(asRecord(letter, at))));
    }
  }
}

const sizeOf = ({ record }: DeadLetter): number => record.value?.length ?? 0;

function asRecord({ record, topic, partition, stage, reason }: DeadLetter, at: string): OutgoingRecord {
  return {
    key: record.key,
    value: record.value,
    headers: {
      ...record.headers,
      'dlq.topic': topic,
      'dlq.partition': String(partition),
      'dlq.offset': String(record.offset),
      'dlq.stage': stage,
      'dlq.reason': reason,
      'dlq.at': at,
    },
  };
}

/** Where even the dead letter topic refuses the size, the beginning is kept and the full length noted. */
function withExcerpt(record: OutgoingRecord): OutgoingRecord {
  const { value, headers } = record;
  if (value === null || value.length <= EXCERPT_BYTES) return record;
  return {
    ...record,
    value: value.subarray(0, EXCERPT_BYTES),
    headers: { ...headers, 'dlq.full-length': String(value.length) },
  };
}
