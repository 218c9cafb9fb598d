import { QUANTITY_NAMES, type Quantity, type Reading } from '@weather/weather-schema';
import { selectCounts, toCounts, type Counts, type CountsRow } from '../stack/record-counts.ts';
import type { TestStack } from '../stack/test-stack.ts';
import type { TailedRecord } from '../stack/printed-records.ts';

/** A row of `consumer_offset`. */
export interface StoredPartition extends Counts {
  readonly nextOffset: number;
}

/** A row of `warning_temperatures`. */
export interface StoredExceedance {
  readonly stationId: string;
  readonly observedAt: number;
  readonly temperature: number;
}

/** The contents of the tables and the dead letter topic. */
export interface StoredState {
  readonly readings: readonly Reading[];
  readonly exceedances: readonly StoredExceedance[];
  readonly partitions: ReadonlyMap<number, StoredPartition>;
  readonly deadLetters: readonly TailedRecord[];
}

type Row<Columns extends string> = Record<Columns, string | null>;

const COLUMNS: Readonly<Record<Quantity, string>> = {
  temperature: 'temperature',
  humidity: 'humidity',
  pressure: 'pressure',
  windSpeed: 'wind_speed',
  windGust: 'wind_gust',
  windDirection: 'wind_direction',
  precipitation: 'precipitation',
};
const utcText = (column: string): string => `DATE_FORMAT(${column}, '%Y-%m-%dT%H:%i:%s.%fZ')`;

/** Reads all readings. Numbers are cast to text: mysql2 reads a DOUBLE with an error in its last digit. */
export async function findStoredReadings(stack: TestStack): Promise<Reading[]> {
  const quantities = QUANTITY_NAMES.map((name) => `CAST(r.${COLUMNS[name]} AS CHAR) AS ${name}`);
  const rows = await stack.query<Row<'stationId' | 'at' | Quantity>>(
    `SELECT s.station_id AS stationId, ${utcText('r.observed_at')} AS at, ${quantities.join(', ')}
     FROM reading r JOIN station s ON s.id = r.station_id`,
  );
  return rows.map((row) => {
    const reading: Reading = { stationId: String(row.stationId), observedAt: Date.parse(String(row.at)) };
    for (const name of QUANTITY_NAMES) if (row[name] !== null) reading[name] = Number(row[name]);
    return reading;
  });
}

/** Reads all exceedances. */
export async function findStoredExceedances(stack: TestStack): Promise<StoredExceedance[]> {
  const rows = await stack.query<Row<'stationId' | 'at' | 'temperature'>>(
    `SELECT sensor_id AS stationId, ${utcText('timestamp')} AS at, CAST(temperature AS CHAR) AS temperature
     FROM warning_temperatures`,
  );
  return rows.map(({ stationId, at, temperature }) => ({
    stationId: String(stationId),
    observedAt: Date.parse(String(at)),
    temperature: Number(temperature),
  }));
}

/** Reads the progress of a consumer group, by partition. */
export async function findStoredPartitions(
  stack: TestStack,
  group: string,
): Promise<Map<number, StoredPartition>> {
  const rows = await stack.query<CountsRow & { partition: string | number; nextOffset: string | number }>(
    `SELECT partition_number AS \`partition\`, COALESCE(next_offset, 0) AS nextOffset, ${selectCounts()}
     FROM consumer_offset WHERE consumer_group = ?`,
    [group],
  );
  return new Map(
    rows.map((row) => [Number(row.partition), { nextOffset: Number(row.nextOffset), ...toCounts(row) }]),
  );
}
