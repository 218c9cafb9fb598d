import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import { defaultRules } from '@weather/weather-rules';
import { MS_PER_SECOND, type Reading } from '@weather/weather-schema';
import { WeatherDatabase } from '@weather/weather-store';
import type { PartitionKey, ReadingSink, StoreRequest, StoreResult } from '@weather/weather-store/sink';
import { makePartitionKey, openSink, storeNext } from './reading-sinks.ts';
import type { TestStack } from './test-stack.ts';

interface WriteMethod {
  readonly name: string;
  readonly localInfile: number;
  readonly smallRows: number;
}

/** The ways in which a sink writes, with the text of `ReadingSink.method`. */
export const WRITE_METHODS = [
  { name: 'LOAD DATA', method: /^LOAD DATA LOCAL INFILE \(/, localInfile: 1, smallRows: 0 },
  { name: 'LOAD DATA for more than two rows', method: /up to 2 rows: INSERT/, localInfile: 1, smallRows: 2 },
  { name: 'INSERT', method: /^INSERT of many rows$/, localInfile: 0, smallRows: 0 },
] as const;

export const THRESHOLD_CELSIUS = 30;
const START = Date.UTC(2026, 6, 1);

/** Registers hooks that open a sink for the tests of a `describe` and close its connections after them. */
export function useSink(tables: { readonly stack: TestStack }, method: WriteMethod): SinkTest {
  const test = new SinkTest(tables, method);
  beforeAll(() => test.start());
  afterAll(() => test.database.close());
  beforeEach(() => {
    test.partition++;
  });
  return test;
}

/** A sink with one write method, and a partition and a station for each test, so that none sees the rows of another. */
class SinkTest {
  partition = 0;
  #database: WeatherDatabase | undefined;
  #sink: ReadingSink | undefined;

  constructor(
    private readonly tables: { readonly stack: TestStack },
    private readonly method: WriteMethod,
  ) {}

  get database(): WeatherDatabase {
    if (this.#database === undefined) throw new Error('the database is not connected yet');
    return this.#database;
  }

  get sink(): ReadingSink {
    if (this.#sink === undefined) throw new Error('the sink is not open yet');
    return this.#sink;
  }

  get key(): PartitionKey {
    return makePartitionKey(`sink with ${this.method.name}`, this.partition);
  }

  get stationId(): string {
    return `station-${this.method.localInfile}-${this.method.smallRows}-${this.partition}`;
  }

  async start(): Promise<void> {
    const { stack } = this.tables;
    await stack.query('SET GLOBAL local_infile = ?', [this.method.localInfile]);
    this.#database = await WeatherDatabase.connect(stack.databaseConfig('consumer'), silentLogger());
    await this.reopen();
  }

  /** Replaces the sink by one with an empty cache. */
  async reopen(): Promise<void> {
    this.#sink = await this.openAnother();
  }

  async openAnother(): Promise<ReadingSink> {
    return await openSink({
      database: this.database,
      smallRows: this.method.smallRows,
      rules: defaultRules(THRESHOLD_CELSIUS),
      isExceedance: ({ temperature = 0 }) => temperature > THRESHOLD_CELSIUS,
    });
  }

  makeReadings(count: number, fields: (index: number) => Partial<Reading> = () => ({})): Reading[] {
    return Array.from({ length: count }, (_, index) => ({
      stationId: this.stationId,
      observedAt: START + index * MS_PER_SECOND,
      temperature: index,
      ...fields(index),
    }));
  }

  async store(request: Partial<StoreRequest>): Promise<StoreResult> {
    return await storeNext(this.sink, this.key, request.readings ?? [], request);
  }

  async loadCommittedOffset(): Promise<number | null> {
    return await this.sink.loadCommittedOffset(this.key);
  }

  async findStored(): Promise<{ at: string; temperature: number | null }[]> {
    return await this.tables.stack.query(
      `SELECT observed_at AS at, temperature FROM reading r JOIN station s ON s.id = r.station_id
       WHERE s.station_id = ? ORDER BY observed_at`,
      [this.stationId],
    );
  }
}
