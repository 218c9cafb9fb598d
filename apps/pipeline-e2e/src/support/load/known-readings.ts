import type { OutgoingRecord } from '@weather/kafka-client';
import { MS_PER_SECOND } from '@weather/weather-schema';
import type { TestStack } from '../stack/test-stack.ts';
import type { Findings } from '../oracle/compare.ts';

const START = Date.UTC(2026, 0, 1);
const STATIONS = 50;
const CYCLE = 700;
const TENTHS = 10;
const COLDEST = -300;
const EXAMPLES = 20;
const THRESHOLD = 30;

/**
 * Readings numbered from 0, of stations with a common prefix. The values follow from the number, so every row shows which
 * reading it is and whether it is right. For topics and sources that the load of a suite does not use.
 */
export class KnownReadings {
  constructor(readonly prefix: string) {}

  /** The fields of the n-th reading. */
  fields(n: number): { stationId: string; observedAt: string; temperature: number } {
    return {
      stationId: `${this.prefix}${n % STATIONS}`,
      observedAt: new Date(START + n * MS_PER_SECOND).toISOString(),
      temperature: ((n % CYCLE) + COLDEST) / TENTHS,
    };
  }

  /** The n-th reading as a record, keyed by its station. */
  record(n: number): OutgoingRecord {
    const fields = this.fields(n);
    return { key: fields.stationId, value: Buffer.from(JSON.stringify(fields)) };
  }

  /** Formats the first readings as a CSV file for a replay. */
  csv(count: number): string {
    const rows = Array.from({ length: count }, (_, n) => Object.values(this.fields(n)).join(','));
    return ['station,time,temp', ...rows, ''].join('\n');
  }

  /** Publishes the readings from one number (included) to another (excluded) and waits for their acknowledgement. */
  async publish(stack: TestStack, topic: string, from: number, to: number): Promise<void> {
    const records = Array.from({ length: to - from }, (_, index) => this.record(from + index));
    await stack.publish(topic, records);
  }

  /** Compares the stored rows with the expected readings. */
  async compare(stack: TestStack, expected: ReadonlySet<number>): Promise<Findings> {
    const rows = await stack.query<{
      station: string;
      n: number;
      temperature: string;
      exceedance: string | null;
    }>(
      `SELECT s.station_id AS station, TIMESTAMPDIFF(SECOND, '2026-01-01', r.observed_at) AS n,
         CAST(r.temperature AS CHAR) AS temperature, CAST(w.temperature AS CHAR) AS exceedance
       FROM reading r JOIN station s ON s.id = r.station_id
         LEFT JOIN warning_temperatures w ON w.sensor_id = s.station_id AND w.timestamp = r.observed_at
       WHERE s.station_id LIKE ?`,
      [`${this.prefix}%`],
    );
    const stored = new Map(rows.map((row) => [row.n, row]));
    const lost = [...expected].filter((n) => !stored.has(n)).map((n) => `reading ${n}`);
    const doubled = rows
      .filter(({ n }) => !expected.has(n))
      .map((row) => `not expected: ${JSON.stringify(row)}`);
    const wrong = rows.filter((row) => !this.#isRight(row)).map((row) => JSON.stringify(row));
    return {
      lost: lost.slice(0, EXAMPLES),
      doubled: doubled.slice(0, EXAMPLES),
      wrong: wrong.slice(0, EXAMPLES),
      repeatedDeadLetters: 0,
    };
  }

  #isRight(row: { station: string; n: number; temperature: string; exceedance: string | null }): boolean {
    const { stationId, temperature } = this.fields(row.n);
    const exceedance = temperature > THRESHOLD ? temperature : null;
    return (
      row.station === stationId &&
      Number(row.temperature) === temperature &&
      (row.exceedance === null ? null : Number(row.exceedance)) === exceedance
    );
  }
}
