import type { EntityManager } from '@mikro-orm/mysql';
import type { EvaluatedReading, ExceedanceRule } from '@weather/weather-rules';
import type { Reading } from '@weather/weather-schema';
import { chunk } from '../rows/chunk.ts';
import { toDateTime } from '../rows/date-time.ts';

export const EXCEEDANCE_COLUMNS = ['sensor_id', 'temperature', 'timestamp'] as const;

/** Some 200 KB. */
const ROWS_PER_STATEMENT = 2_000;

/** Adds exceedances by multi-row `INSERT`, and updates the temperature of those that are stored already. */
export async function insertExceedances(em: EntityManager, exceedances: readonly Reading[]): Promise<void> {
  for (const readings of chunk(exceedances, ROWS_PER_STATEMENT)) {
    const rows = readings.map(({ stationId, temperature, observedAt }) => [
      stationId,
      temperature,
      toDateTime(observedAt),
    ]);
    await em.execute(
      `INSERT INTO warning_temperatures (${EXCEEDANCE_COLUMNS.join(', ')}) VALUES ?
       ON DUPLICATE KEY UPDATE temperature = VALUES(temperature)`,
      [rows],
      'run',
    );
  }
}

/** Forces the index: otherwise the servers may scan all rows, and wait for those of other partitions. */
const DELETE_EXCEEDANCES = `DELETE w FROM warning_temperatures w FORCE INDEX (warning_temperatures_sensor_timestamp)
  WHERE (w.sensor_id, w.timestamp) IN (?)`;

/**
 * Makes the table match the last reading of each station and timestamp: a correction may add a row, change it or delete it.
 * Needed only for batches that replaced rows.
 */
export async function reconcileExceedances(
  em: EntityManager,
  rows: readonly EvaluatedReading[],
  isExceedance: ExceedanceRule,
): Promise<void> {
  const last = new Map(rows.map((row) => [`${row.station} ${row.reading.observedAt}`, row]));
  const exceedances: Reading[] = [];
  const others: [string, string][] = [];
  for (const { reading, quality } of last.values()) {
    if (isExceedance(reading, quality)) exceedances.push(reading);
    else others.push([reading.stationId, toDateTime(reading.observedAt)]);
  }
  for (const keys of chunk(others, ROWS_PER_STATEMENT)) await em.execute(DELETE_EXCEEDANCES, [keys], 'run');
  await insertExceedances(em, exceedances);
}
