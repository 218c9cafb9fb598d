import type { DevStack } from '@weather/dev-stack';
import { DEAD_LETTER_TOPIC, WEATHER_TOPIC } from '@weather/weather-schema';
import { ConsoleTail } from './console-tail.ts';
import { TAIL_PROPERTIES, TailParser, type TailedRecord } from '../stack/printed-records.ts';

/**
 * Follows the topics of readings and dead letters from their start with Kafka's own console consumer, which shares no code
 * with the apps under test.
 */
export class TopicTail {
  readonly readings: TailedRecord[] = [];
  readonly deadLetters: TailedRecord[] = [];
  readonly #seen = new Set<string>();
  #tail: ConsoleTail | undefined;

  constructor(private readonly servers: DevStack) {}

  /** Starts to follow the topics, which must exist. */
  start(): void {
    const parser = new TailParser();
    this.#tail = new ConsoleTail(this.servers, {
      topics: `${WEATHER_TOPIC}|${DEAD_LETTER_TOPIC}`,
      properties: TAIL_PROPERTIES,
      onPrinted: (text) => this.#add(parser.push(text)),
    });
    this.#tail.start();
  }

  async stop(): Promise<void> {
    await this.#tail?.stop();
  }

  /** Forgets all records and reads the topics from their start, after one was deleted and recreated. */
  async restart(): Promise<void> {
    await this.stop();
    this.readings.length = 0;
    this.deadLetters.length = 0;
    this.#seen.clear();
    this.start();
  }

  /**
   * A dead letter is recognized by its headers. After an outage the console consumer may start again from its last commit
   * or from the start of the topic, so it may print a record twice.
   */
  #add(records: readonly TailedRecord[]): void {
    for (const record of records) {
      const isDeadLetter = 'dlq.topic' in record.headers;
      const id = `${String(isDeadLetter)} ${record.partition} ${record.offset}`;
      if (this.#seen.has(id)) continue;
      this.#seen.add(id);
      (isDeadLetter ? this.deadLetters : this.readings).push(record);
    }
  }
}
