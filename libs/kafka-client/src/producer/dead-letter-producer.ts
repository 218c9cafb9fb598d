import { chunkBySize, withRetry, type Availability } from '@weather/service-runtime';
import { encodeDeadLetter, truncateDeadLetter } from '../protocol/dead-letter-codec.ts';
import { IdempotentProducer } from './idempotent-producer.ts';
import type { KafkaConnection } from '../connection/kafka-connection.ts';
import { withGracePeriod } from '../connection/deadlines.ts';
import { isTooLarge } from '../connection/kafka-errors.ts';
import { recordCapacity } from '../protocol/record-writer.ts';
import type { IncomingRecord, OutgoingRecord } from '../protocol/records.ts';

/** A record that cannot be processed, with where it came from and why. */
export interface DeadLetter {
  readonly record: IncomingRecord;
  readonly topic: string;
  readonly partition: number;
  /** The step that refused it. */
  readonly stage: string;
  readonly reason: string;
}

/**
 * With keys and headers, which are more than the values of short records: what one batch of the topic takes. A batch above
 * that is refused, and its letters sent one by one.
 */
const MAX_SEND_BYTES = 800_000;
/** How long letters may still take when the app is told to stop, of the 10 s that it has. */
const STOP_GRACE_MS = 4_000;

/** What the letters are sent with. */
export type DeadLetterSender = Pick<IdempotentProducer, 'send' | 'disconnect' | 'availability'>;

interface DeadLetterOptions {
  /** Ends the waiting for a dead letter topic that does not take the letters. */
  readonly signal?: AbortSignal;
  readonly now?: () => number;
}

/**
 * Publishes records that cannot be processed to the dead letter topic: key, value and headers as they were, and the
 * headers `dlq.topic`, `dlq.partition`, `dlq.offset`, `dlq.stage`, `dlq.reason` and `dlq.at`. Of very many headers the first
 * are kept, and `dlq.headers-left-out` says how many were not.
 */
export class DeadLetterProducer {
  constructor(
    private readonly sender: DeadLetterSender,
    private readonly options: DeadLetterOptions = {},
  ) {}

  /** Waits until Kafka answers and the dead letter topic is there. */
  static async connect(
    connection: KafkaConnection,
    topic: string,
    options: DeadLetterOptions = {},
  ): Promise<DeadLetterProducer> {
    return new DeadLetterProducer(
      await IdempotentProducer.connect(connection, topic, options.signal),
      options,
    );
  }

  /** Whether the dead letter topic takes letters. */
  get availability(): Availability {
    return this.sender.availability;
  }

  /**
   * Returns when all letters are acknowledged, however long Kafka is away or the topic does not take them. A caller that
   * fails afterwards publishes them again: readers tell repeats by topic, partition and offset.
   * @throws WaitAbortedError when the signal is aborted and the letters do not arrive soon.
   */
  async publish(letters: readonly DeadLetter[]): Promise<void> {
    await withGracePeriod(STOP_GRACE_MS, this.#publishAll(letters), this.options.signal);
  }

  async close(): Promise<void> {
    await this.sender.disconnect();
  }

  async #publishAll(letters: readonly DeadLetter[]): Promise<void> {
    const at = new Date((this.options.now ?? Date.now)()).toISOString();
    const records = deadLetterRecords(letters, at);
    for (const chunk of chunkBySize(records, recordCapacity, MAX_SEND_BYTES)) await this.#publishChunk(chunk);
  }

  async #publishChunk(records: readonly OutgoingRecord[]): Promise<void> {
    try {
      await this.sender.send(records);
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      for (const record of records) await this.#publishLarge(record);
    }
  }

  /** Whole if the topic takes it, else an excerpt; a topic that takes neither is waited for like any outage. */
  async #publishLarge(record: OutgoingRecord): Promise<void> {
    const { signal } = this.options;
    const { availability } = this.sender;
    const publish = async (): Promise<void> => {
      try {
        await this.sender.send([record]);
      } catch (error) {
        if (!isTooLarge(error)) throw error;
        await this.sender.send([truncateDeadLetter(record)]);
      }
    };
    await withRetry(publish, { availability, isTransient: isTooLarge, ...(signal && { signal }) });
  }
}

/** One after the other: the headers of all of a large batch would take many times its memory. */
function* deadLetterRecords(letters: readonly DeadLetter[], at: string): Generator<OutgoingRecord> {
  for (const letter of letters) yield encodeDeadLetter(letter, at);
}
