import { QUANTITY_NAMES, type Quantity, type Reading } from '@weather/weather-schema';
import type { TestStack } from '../stack/test-stack.ts';
import type { TailedRecord } from './tailed-record.ts';

/** A row of `consumer_offset`. */
export interface StoredPartition {
  readonly nextOffset: number;
  readonly read: number;
  readonly stored: number;
  readonly repeated: number;
  readonly replaced: number;
  readonly deadLettered: number;
  readonly lost: number;
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
  const rows = await stack.query<Row<'partition' | keyof StoredPartition>>(
    `SELECT partition_number AS \`partition\`, COALESCE(next_offset, 0) AS nextOffset, read_count AS \`read\`,
       stored_count AS \`stored\`, repeated_count AS repeated, replaced_count AS replaced, dead_lettered_count AS deadLettered,
       lost_count AS lost
     FROM consumer_offset WHERE consumer_group = ?`,
    [group],
  );
  return new Map(
    rows.map(({ partition, ...counts }) => [
      Number(partition),
      {
        nextOffset: Number(counts.nextOffset),
        read: Number(counts.read),
        stored: Number(counts.stored),
        repeated: Number(counts.repeated),
        replaced: Number(counts.replaced),
        deadLettered: Number(counts.deadLettered),
        lost: Number(counts.lost),
      },
    ]),
  );
}
