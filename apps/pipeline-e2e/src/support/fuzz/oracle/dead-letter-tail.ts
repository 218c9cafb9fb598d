import type { DevStack } from '@weather/dev-stack';
import { eventually } from '@weather/service-runtime/testing';
import { DEAD_LETTER_TOPIC } from '@weather/weather-schema';
import { ConsoleTail } from '../../oracle/console-tail.ts';
import { countRecords } from '../../faults/topic-admin.ts';
import { contentOf } from './record-content.ts';

const FIELD = '\u001f';
const RECORD = '\u001d\n';
/** Kafka prints bytes as ASCII with escapes then, so that no value is taken for a separator. */
const ESCAPED = 'org.apache.kafka.common.serialization.BytesDeserializer';
/** How a record without a value is printed. */
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

/** What is in the dead letter topic, by Kafka's own console consumer. */
export class DeadLetterTail {
  /** How many dead letters there are of each record, by its content. */
  readonly counts = new Map<string, number>();
  /** Those that stand for a batch which cannot be read. */
  ranges = 0;
  #total = 0;
  #rest: string[] = [];
  readonly #tail: ConsoleTail;

  constructor(private readonly servers: DevStack) {
    this.#tail = new ConsoleTail(servers, {
      topics: DEAD_LETTER_TOPIC,
      properties: PROPERTIES,
      onPrinted: (text) => this.#take(text),
    });
  }

  start(): void {
    this.#tail.start();
  }

  /** Waits until all that is in the topic has been printed. @throws Error if it has not been at the deadline. */
  async complete(deadlineMs: number): Promise<void> {
    const end = await countRecords(this.servers.brokers, DEAD_LETTER_TOPIC);
    await eventually(() => {
      if (this.#total < end) throw new Error(`of ${end} dead letters ${this.#total} are printed`);
    }, deadlineMs);
  }

  async stop(): Promise<void> {
    await this.#tail.stop();
  }

  /** What is printed comes in pieces, of which a long record has many. */
  #take(text: string): void {
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
    const content = contentOf(
      value === NULL ? null : bytesOf(value),
      fullLength === undefined ? undefined : Number(fullLength),
    );
    this.counts.set(content, (this.counts.get(content) ?? 0) + 1);
  }
}

function bytesOf(printed: string): Buffer {
  const text = printed.replaceAll(/\\x([0-9A-F]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return Buffer.from(text, 'latin1');
}
