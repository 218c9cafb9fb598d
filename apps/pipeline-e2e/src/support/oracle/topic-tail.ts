import type { DevStack } from '@weather/dev-stack';
import { DEAD_LETTER_TOPIC, WEATHER_TOPIC } from '@weather/weather-schema';
import { ConsoleTail } from './console-tail.ts';
import { TAIL_PROPERTIES, TailParser, type TailedRecord } from './tailed-record.ts';

/**
 * Follows the topics of the readings and of the dead letters from their start, with Kafka's own console consumer: what
 * Kafka has, told by a program that shares no code with what is tested.
 */
export class TopicTail {
  readonly readings: TailedRecord[] = [];
  readonly deadLetters: TailedRecord[] = [];
  readonly #seen = new Set<string>();
  #tail: ConsoleTail | undefined;

  constructor(private readonly servers: DevStack) {}

  /** The topics must be there. */
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

  /** Forgets what was read and reads the topics from their start: after one was deleted and made anew. */
  async restart(): Promise<void> {
    await this.stop();
    this.readings.length = 0;
    this.deadLetters.length = 0;
    this.#seen.clear();
    this.start();
  }

  /**
   * Only a dead letter says from which topic it came. After an outage the console consumer may begin again where it last
   * committed, or from the start: what it prints again is the same record.
   */
  #add(records: readonly TailedRecord[]): void {
    for (const record of records) {
      const isDeadLetter = 'dlq.topic' in record.headers;
      const place = `${String(isDeadLetter)} ${record.partition} ${record.offset}`;
      if (this.#seen.has(place)) continue;
      this.#seen.add(place);
      (isDeadLetter ? this.deadLetters : this.readings).push(record);
    }
  }
}
