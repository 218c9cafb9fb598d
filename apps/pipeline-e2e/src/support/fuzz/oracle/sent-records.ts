import { createHash } from 'node:crypto';
import type { OutgoingRecord } from '@weather/kafka-client';
import { mergeReadings, type Reading } from '@weather/weather-schema';
import { compare, type Findings } from '../../oracle/compare.ts';
import { readingKey } from '../../oracle/expected-state.ts';
import type { StoredExceedance } from '../../oracle/stored-state.ts';

/** The contents of the tables and the dead letter topic after the run. */
export interface Outcome {
  readonly readings: readonly Reading[];
  readonly alerts: readonly StoredExceedance[];
  /** The number of dead letters, by the digest of the record's value. */
  readonly deadLetters: ReadonlyMap<string, number>;
  /** The number of records that were read, including unknown ones. */
  readonly read: number;
}

interface ExpectedReading {
  readonly reading: Reading;
  readonly stream: string;
}

/** The records that were sent, as far as they are known: the contents of damaged batches are not. */
export class SentRecords {
  readonly #readings = new Map<string, ExpectedReading>();
  /** Readings for which several streams have different values: the last one is unknown. */
  readonly #contested = new Set<string>();
  /** Stations of which damaged batches may have changed any reading. */
  readonly #uncertainStations = new Set<string>();
  readonly #valid = new Set<string>();
  readonly #rejected = new Map<string, number>();
  #known = 0;

  /**
   * Adds a record that Kafka has acknowledged.
   * @param reading its reading; `undefined` if it is invalid.
   * @param stream names a sequence in which the records of a station are in order.
   */
  add({ value }: OutgoingRecord, reading: Reading | undefined, stream: string): void {
    this.#known++;
    const content = digestValue(value);
    if (reading === undefined) this.#rejected.set(content, (this.#rejected.get(content) ?? 0) + 1);
    else {
      this.#valid.add(content);
      this.#addReading(reading, stream);
    }
  }

  /** Adds a station of a batch whose contents are unknown: the values of its readings cannot be compared. */
  addUncertainStation(stationId: string): void {
    this.#uncertainStations.add(stationId);
  }

  /** Compares each known record with its outcome. */
  compare({ readings, alerts, deadLetters, read }: Outcome): Findings {
    const isExpected = (row: { stationId: string; observedAt: number }): boolean =>
      this.#readings.has(readingKey(row)) && !this.#isUncertain(row);
    const expected = [...this.#readings].filter(([, { reading }]) => !this.#isUncertain(reading));
    const found = compare(
      {
        readings: new Map(expected.map(([key, { reading }]) => [key, reading])),
        partitions: new Map(),
        deadLetters: new Map(),
        missing: [],
        unexpected: [],
      },
      {
        readings: readings.filter(isExpected),
        exceedances: alerts.filter(isExpected),
        partitions: new Map(),
        deadLetters: [],
      },
    );
    const unknown = read - this.#known;
    const lost = [...found.lost, ...this.#missing(readings), ...this.#notDeadLettered(deadLetters)];
    const doubled = [...found.doubled, ...this.#unexplained(readings, deadLetters, unknown)];
    return { ...found, lost, doubled };
  }

  #addReading(sent: Reading, stream: string): void {
    // The city belongs to the station, not to the reading.
    const reading = { ...sent };
    delete reading.city;
    const key = readingKey(reading);
    const { stationId, observedAt } = reading;
    const before = this.#readings.get(key);
    const merged = mergeReadings(before?.reading ?? { stationId, observedAt }, reading);
    if (before !== undefined && before.stream !== stream && merged !== before.reading)
      this.#contested.add(key);
    this.#readings.set(key, { reading: merged, stream });
  }

  #missing(readings: readonly Reading[]): string[] {
    const stored = new Set(readings.map(readingKey));
    return [...this.#readings]
      .filter(([key, { reading }]) => this.#isUncertain(reading) && !stored.has(key))
      .map(([key]) => `reading ${key}`);
  }

  #isUncertain(row: { stationId: string; observedAt: number }): boolean {
    return this.#uncertainStations.has(row.stationId) || this.#contested.has(readingKey(row));
  }

  #notDeadLettered(deadLetters: ReadonlyMap<string, number>): string[] {
    return [...this.#rejected]
      .filter(([content, count]) => (deadLetters.get(content) ?? 0) < count)
      .map(
        ([content, count]) =>
          `invalid record of ${content}: sent ${count} times, ${deadLetters.get(content) ?? 0} dead letters`,
      );
  }

  /** Finds readings that no known record explains, if there are more of them than unknown records. */
  #unexplained(
    readings: readonly Reading[],
    deadLetters: ReadonlyMap<string, number>,
    unknown: number,
  ): string[] {
    const valid = [...deadLetters.keys()].filter((content) => this.#valid.has(content));
    const found = valid.map((content) => `dead letter of a valid record of ${content}`);
    const rows = readings.filter((reading) => !this.#readings.has(readingKey(reading)));
    if (rows.length > unknown)
      found.push(`${rows.length} readings were not sent, but only ${unknown} records are unknown`);
    return found;
  }
}

/** The compared part of a value: a dead letter has no more of a value that is too large for its topic. */
const COMPARED_BYTES = 65_536;
const NO_VALUE = 'no value';

/** Digests the value of a record; a dead letter whose value was truncated has the digest of the original. */
export function digestValue(value: Buffer | null, fullLength = value?.length ?? 0): string {
  if (value === null) return NO_VALUE;
  const digest = createHash('sha1').update(value.subarray(0, COMPARED_BYTES)).digest('base64');
  return `${fullLength} bytes ${digest}`;
}
