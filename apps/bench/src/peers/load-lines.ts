import { Readable } from 'node:stream';
import type { Connection } from 'mysql2/promise';
import type { LoadReading } from '../load/load-reading.ts';

/** The columns of the peers' tables, named as the fields of the messages, and their types. */
export const PEER_COLUMNS: Readonly<Record<keyof LoadReading, string>> = {
  stationId: 'VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin',
  observedAt: 'DATETIME(3)',
  temperature: 'DOUBLE',
  humidity: 'DOUBLE',
  pressure: 'DOUBLE',
  windSpeed: 'DOUBLE',
  windDirection: 'DOUBLE',
  precipitation: 'DOUBLE',
};
const COLUMN_LIST = Object.keys(PEER_COLUMNS).join(', ');

/** One transaction: lines of a `LOAD DATA` file for a peers' table, and the statement that advances the offsets. */
export interface LoadedLines {
  readonly table: string;
  readonly lines: Buffer;
  readonly advance: string;
}

/** Runs a transaction in one round trip; the connection must allow several statements. */
export async function loadLines(
  connection: Connection,
  { table, lines, advance }: LoadedLines,
): Promise<void> {
  const load = `LOAD DATA LOCAL INFILE 'memory' REPLACE INTO TABLE ${table} CHARACTER SET binary (${COLUMN_LIST})`;
  await connection.query({
    sql: `START TRANSACTION;${load};${advance};COMMIT`,
    // The client sends this instead of the file that the statement names.
    infileStreamFactory: () => Readable.from([lines]),
  });
}

const DATE_END = 10;
const TIME_START = 11;
const TIME_END = 23;

/** Encodes readings as lines of a `LOAD DATA` file. The load's texts need no escaping. */
export function encodeLines(readings: readonly LoadReading[]): Buffer {
  let lines = '';
  for (const reading of readings) {
    const { stationId, observedAt, temperature, humidity, pressure } = reading;
    const { windSpeed, windDirection, precipitation } = reading;
    lines += `${stationId}\t${toDateTime(observedAt)}\t${temperature}\t${humidity}\t${pressure}\t${windSpeed}\t${windDirection}\t${precipitation}\n`;
  }
  return Buffer.from(lines);
}

function toDateTime(iso: string): string {
  return `${iso.slice(0, DATE_END)} ${iso.slice(TIME_START, TIME_END)}`;
}
