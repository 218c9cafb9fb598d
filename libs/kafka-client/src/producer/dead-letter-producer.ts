import { chunkBySize, withRetry, type Availability } from '@weather/service-runtime';
import { encodeDeadLetter, truncateDeadLetter, type InvalidRecord } from '../protocol/dead-letter-codec.ts';
import { IdempotentProducer } from './idempotent-producer.ts';
import type { KafkaConnection } from '../connection/kafka-connection.ts';
import { withGracePeriod } from '../connection/deadlines.ts';
import { isTooLarge } from '../connection/kafka-errors.ts';
import { recordCapacity } from '../protocol/record-writer.ts';
import type { OutgoingRecord } from '../protocol/records.ts';

/** Of values, keys and headers: one batch that the topic accepts. A larger one is rejected, and sent record by record. */
const MAX_SEND_BYTES = 800_000;
/** How long publishing may continue when the app stops, which has 10 s for everything. */
const STOP_GRACE_MS = 4_000;

/** The producer that sends dead letters. */
export type DeadLetterSender = Pick<IdempotentProducer, 'send' | 'disconnect' | 'availability'>;

interface DeadLetterOptions {
  /** Stops waiting for a dead letter topic that rejects or cannot be reached. */
  readonly signal?: AbortSignal;
  readonly now?: () => number;
}

/** Publishes invalid records to the dead letter topic, encoded by `encodeDeadLetter`. */
export class DeadLetterProducer {
  constructor(
    private readonly sender: DeadLetterSender,
    private readonly options: DeadLetterOptions = {},
  ) {}

  /** Waits until Kafka answers and the dead letter topic exists. */
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

  /** Whether the dead letter topic accepts records. */
  get availability(): Availability {
    return this.sender.availability;
  }

  /**
   * Returns when all records are acknowledged, however long Kafka cannot be reached or the topic rejects them. A caller that
   * fails afterwards publishes them again: readers recognize duplicates by topic, partition and offset.
   * @throws WaitAbortedError when the signal is aborted and the acknowledgement does not arrive soon.
   */
  async publish(invalid: readonly InvalidRecord[]): Promise<void> {
    await withGracePeriod(STOP_GRACE_MS, this.#publishAll(invalid), this.options.signal);
  }

  async close(): Promise<void> {
    await this.sender.disconnect();
  }

  async #publishAll(invalid: readonly InvalidRecord[]): Promise<void> {
    const at = new Date((this.options.now ?? Date.now)()).toISOString();
    const records = encodeDeadLetters(invalid, at);
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

  /** Sends the whole record, or an excerpt if that is too large; a topic that rejects both is retried like any outage. */
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

/** Encodes one after the other: the headers of all records of a large batch would take many times its memory. */
function* encodeDeadLetters(invalid: readonly InvalidRecord[], at: string): Generator<OutgoingRecord> {
  for (const record of invalid) yield encodeDeadLetter(record, at);
}
