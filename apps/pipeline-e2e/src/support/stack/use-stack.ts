import { afterAll, beforeAll, expect } from '@jest/globals';
import type { WeatherDatabase } from '@weather/weather-store';
import type { AppProcess } from './app-process.ts';
import type { Counts } from './record-counts.ts';
import { TestStack } from './test-stack.ts';

const TOPIC = 'weather_data';

interface StoredReading {
  readonly stationId: string;
  readonly observedAt: string;
  readonly temperature: number | null;
  readonly humidity: number | null;
  readonly pressure: number | null;
  readonly windDirection: number | null;
  readonly city: string | null;
}

/** Registers hooks that start a database with the tables, without Kafka, for the tests of a file. */
export function useTables(): { readonly stack: TestStack } {
  let stack: TestStack;
  beforeAll(async () => {
    stack = await TestStack.start({ start: { kafka: false } });
    await stack.migrateTables('up');
  });
  afterAll(() => stack.stop());
  return {
    get stack() {
      return stack;
    },
  };
}

/** Like `useTables`, with a connection as the consumer's user. */
export function useConsumerDatabase(): { readonly stack: TestStack; readonly database: WeatherDatabase } {
  const tables = useTables();
  let database: WeatherDatabase;
  beforeAll(async () => {
    database = await tables.stack.connect('consumer');
  });
  return {
    get stack() {
      return tables.stack;
    },
    get database() {
      return database;
    },
  };
}

/** Registers hooks that start servers and a consumer for the tests of a file. */
export function useConsumer(): ConsumerStack {
  const run = new ConsumerStack();
  beforeAll(() => run.start());
  afterAll(() => run.stack.stop());
  return run;
}

/** Servers with a consumer that reads what a file publishes. */
export class ConsumerStack {
  /** The number of records that the consumer has to read. */
  published = 0;
  #stack: TestStack | undefined;
  #consumer: AppProcess | undefined;

  get stack(): TestStack {
    if (this.#stack === undefined) throw new Error('the servers are not running yet');
    return this.#stack;
  }

  get consumer(): AppProcess {
    if (this.#consumer === undefined) throw new Error('the consumer is not running yet');
    return this.#consumer;
  }

  async start(): Promise<void> {
    this.#stack = await TestStack.start();
    await this.#stack.migrate('up');
    this.startConsumer();
  }

  /** Starts the consumer again after it was stopped. */
  startConsumer(): void {
    this.#consumer = this.stack.app('consumer');
  }

  /** Publishes values under one key, so that they are in one partition, in their order. */
  async publish(key: string, ...values: readonly (string | Buffer | null)[]): Promise<void> {
    await this.stack.publish(
      TOPIC,
      values.map((value) => ({ key, value: typeof value === 'string' ? Buffer.from(value) : value })),
    );
    this.published += values.length;
  }

  /** Waits until the consumer has read all published records. */
  async consumed(): Promise<Counts> {
    return await this.stack.consumed(this.published);
  }

  /** Reads the rows of a station in chronological order. */
  async findReadings(stationId: string): Promise<StoredReading[]> {
    return await this.stack.query<StoredReading>(
      `SELECT s.station_id AS stationId, observed_at AS observedAt, temperature, humidity, pressure,
         wind_direction AS windDirection, city
       FROM reading r JOIN station s ON s.id = r.station_id WHERE s.station_id = ? ORDER BY observed_at`,
      [stationId],
    );
  }

  /** Expects each published record to be counted by outcome, the offsets to be stored, and no error in the log. */
  async expectAllCounted(): Promise<void> {
    const { read, stored, repeated, replaced, deadLettered, lost } = await this.stack.counts();
    expect(read).toBe(this.published);
    expect(stored + repeated + replaced + deadLettered).toBe(read);
    expect(lost).toBe(0);
    const [sum] = await this.stack.query<{ offsets: string }>(
      'SELECT SUM(next_offset) AS offsets FROM consumer_offset',
    );
    expect(Number(sum?.offsets)).toBe(this.published);
    expect(this.consumer.output).not.toMatch(/ error /);
  }
}
