import type { OutgoingRecord } from '@weather/kafka-client';
import { mergeReadings, type Reading } from '@weather/weather-schema';
import { compare, type Findings } from '../../oracle/compare.ts';
import { readingKey } from '../../oracle/expected-state.ts';
import type { StoredExceedance } from '../../oracle/stored-state.ts';
import { contentOf } from './record-content.ts';

/** What there is in the end. */
export interface Outcome {
  readonly readings: readonly Reading[];
  readonly alerts: readonly StoredExceedance[];
  /** How many dead letters there are of each record, by its content. */
  readonly deadLetters: ReadonlyMap<string, number>;
  /** All records that were read, those that are not known among them. */
  readonly read: number;
}

interface Due {
  readonly reading: Reading;
  readonly stream: string;
}

/** What was sent to the topic record by record, as far as it is known: damaged batches hold whatever they hold. */
export class RecordLedger {
  readonly #readings = new Map<string, Due>();
  /** Timestamps of which several streams say different things: which of them comes last is not known. */
  readonly #contested = new Set<string>();
  readonly #valid = new Set<string>();
  readonly #rejected = new Map<string, number>();
  #known = 0;

  /**
   * Notes a record that Kafka has acknowledged.
   * @param reading what it says; `undefined` if it is invalid.
   * @param stream where records of one station are in order.
   */
  note({ value }: OutgoingRecord, reading: Reading | undefined, stream: string): void {
    this.#known++;
    const content = contentOf(value);
    if (reading === undefined) this.#rejected.set(content, (this.#rejected.get(content) ?? 0) + 1);
    else {
      this.#valid.add(content);
      this.#noteReading(reading, stream);
    }
  }

  /** Compares each known record with what has become of it. */
  findings({ readings, alerts, deadLetters, read }: Outcome): Findings {
    const isDue = (row: { stationId: string; observedAt: number }): boolean =>
      this.#readings.has(readingKey(row)) && !this.#contested.has(readingKey(row));
    const due = [...this.#readings].filter(([key]) => !this.#contested.has(key));
    const found = compare(
      {
        readings: new Map(due.map(([key, { reading }]) => [key, reading])),
        partitions: new Map(),
        deadLetters: new Map(),
        missing: [],
        unexpected: [],
      },
      {
        readings: readings.filter(isDue),
        exceedances: alerts.filter(isDue),
        partitions: new Map(),
        deadLetters: [],
      },
    );
    const unknown = read - this.#known;
    const lost = [...found.lost, ...this.#missing(readings), ...this.#notDeadLettered(deadLetters)];
    const doubled = [...found.doubled, ...this.#unexplained(readings, deadLetters, unknown)];
    return { ...found, lost, doubled };
  }

  #noteReading(said: Reading, stream: string): void {
    // A city is one of the station, not of the reading.
    const reading = { ...said };
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
    return [...this.#contested].filter((key) => !stored.has(key)).map((key) => `reading ${key}`);
  }

  #notDeadLettered(deadLetters: ReadonlyMap<string, number>): string[] {
    return [...this.#rejected]
      .filter(([content, count]) => (deadLetters.get(content) ?? 0) < count)
      .map(
        ([content, count]) =>
          `invalid record of ${content}: sent ${count} times, ${deadLetters.get(content) ?? 0} dead letters`,
      );
  }

  /** What no known record explains may come of records that are not known; there cannot be more of it. */
  #unexplained(
    readings: readonly Reading[],
    deadLetters: ReadonlyMap<string, number>,
    unknown: number,
  ): string[] {
    const valid = [...deadLetters.keys()].filter((content) => this.#valid.has(content));
    const found = valid.map((content) => `dead letter of a valid record of ${content}`);
    const rows = readings.filter((reading) => !this.#readings.has(readingKey(reading)));
    if (rows.length > unknown)
      found.push(`${rows.length} readings that were not sent, of ${unknown} records that are not known`);
    return found;
  }
}
