import type { DevStack } from '@weather/dev-stack';
import { eventually } from '@weather/service-runtime/testing';
import { DEAD_LETTER_TOPIC } from '@weather/weather-schema';
import { ConsoleTail } from '../../oracle/console-tail.ts';
import { countRecords } from '../../faults/topic-admin.ts';
import { digestValue } from './sent-records.ts';

const FIELD = '\u001f';
const RECORD = '\u001d\n';
/** Prints bytes as ASCII with escapes, so that no value contains a separator. */
const ESCAPED = 'org.apache.kafka.common.serialization.BytesDeserializer';
/** The printed form of a missing value. */
const NULL = 'there is no value';
const PROPERTIES = {
  'print.headers': 'true',
  'key.separator': FIELD,
  'line.separator': RECORD,
  'null.literal': NULL,
  'headers.deserializer': ESCAPED,
  'value.deserializer': ESCAPED,
};
const FULL_LENGTH = /dlq\.full-length:(\d+)/;
const IS_RANGE = /dlq\.last-offset:\d+/;

/** Counts the dead letters, read by Kafka's own console consumer. */
export class DeadLetterTail {
  /** The number of dead letters, by the digest of the record's value. */
  readonly counts = new Map<string, number>();
  /** Dead letters of whole batches that cannot be decoded. */
  ranges = 0;
  #total = 0;
  #rest: string[] = [];
  readonly #tail: ConsoleTail;

  constructor(private readonly servers: DevStack) {
    this.#tail = new ConsoleTail(servers, {
      topics: DEAD_LETTER_TOPIC,
      properties: PROPERTIES,
      onPrinted: (text) => this.#push(text),
    });
  }

  start(): void {
    this.#tail.start();
  }

  /** Waits until all dead letters of the topic were printed. @throws Error if they were not by the deadline. */
  async untilComplete(deadlineMs: number): Promise<void> {
    const end = await countRecords(this.servers.brokers, DEAD_LETTER_TOPIC);
    await eventually(() => {
      if (this.#total < end) throw new Error(`${this.#total} of ${end} dead letters are printed`);
    }, deadlineMs);
  }

  async stop(): Promise<void> {
    await this.#tail.stop();
  }

  /** Adds a piece of the output; a long record has many. */
  #push(text: string): void {
    this.#rest.push(text);
    if (!text.includes('\n')) return;
    const lines = this.#rest.join('').split(RECORD);
    this.#rest = [lines.pop() ?? ''];
    for (const line of lines) this.#add(line);
  }

  #add(line: string): void {
    this.#total++;
    const at = line.lastIndexOf(FIELD);
    const headers = line.slice(0, at);
    const value = line.slice(at + 1);
    if (IS_RANGE.test(headers)) {
      this.ranges++;
      return;
    }
    const fullLength = FULL_LENGTH.exec(headers)?.[1];
    const content = digestValue(
      value === NULL ? null : unescapeBytes(value),
      fullLength === undefined ? undefined : Number(fullLength),
    );
    this.counts.set(content, (this.counts.get(content) ?? 0) + 1);
  }
}

function unescapeBytes(printed: string): Buffer {
  const text = printed.replaceAll(/\\x([0-9A-F]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return Buffer.from(text, 'latin1');
}
