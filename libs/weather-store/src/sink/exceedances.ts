import type { EntityManager } from '@mikro-orm/mysql';
import type { Reading } from '@weather/weather-schema';
import { toDateTime } from '../rows/date-time.ts';
import type { EvaluatedBatch } from '../judging/batch-judge.ts';
import type { Replaced } from '../judging/place-late-rows.ts';
import { chunk } from '../rows/chunk.ts';
import type { ReadingRow } from '../rows/reading-columns.ts';

/** Whether a reading with these flags of quality control belongs into `warning_temperatures`. */
export type ExceedanceRule = (reading: Reading, quality: number) => boolean;

export const EXCEEDANCE_COLUMNS = ['sensor_id', 'temperature', 'timestamp'] as const;

/** Some 200 KB. */
const ROWS_PER_STATEMENT = 2_000;

/** Adds alerts by `INSERT` of many rows; one that is there already gets the temperature. */
export async function insertExceedances(em: EntityManager, exceedances: readonly Reading[]): Promise<void> {
  for (const some of chunk(exceedances, ROWS_PER_STATEMENT)) await insertGroup(em, some);
}

async function insertGroup(em: EntityManager, exceedances: readonly Reading[]): Promise<void> {
  const rows = exceedances.map(({ stationId, temperature, observedAt }) => [
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

/** The readings that a batch leaves as alerts, but for those that were alerts with the same temperature before. */
export function findNewExceedances(
  { rows, replaced }: Pick<EvaluatedBatch, 'rows' | 'replaced'>,
  isExceedance: ExceedanceRule,
): Reading[] {
  const superseded = new Set([...replaced.values()].map(({ before }) => before));
  const exceedances: Reading[] = [];
  for (const row of rows) {
    const { reading, quality } = row;
    if (
      isExceedance(reading, quality) &&
      !superseded.has(row) &&
      !wasExceedance(replaced.get(row), reading, isExceedance)
    )
      exceedances.push(reading);
  }
  return exceedances;
}

function wasExceedance(
  instead: Replaced | undefined,
  { temperature }: Reading,
  isExceedance: ExceedanceRule,
): boolean {
  const stored = instead?.stored;
  return (
    stored !== undefined &&
    stored.reading.temperature === temperature &&
    isExceedance(stored.reading, stored.quality)
  );
}

/** By the index: else the servers may look at all rows, and wait for those of other partitions. */
const DELETE_EXCEEDANCES = `DELETE w FROM warning_temperatures w FORCE INDEX (warning_temperatures_sensor_timestamp)
  WHERE (w.sensor_id, w.timestamp) IN (?)`;

/**
 * Makes the table say what the last reading of each station and instant says: a correction may add a row, change it or
 * take it away. For batches that held repeats.
 */
export async function reconcileExceedances(
  em: EntityManager,
  rows: readonly ReadingRow[],
  isExceedance: ExceedanceRule,
): Promise<void> {
  const last = new Map(rows.map((row) => [`${row.station} ${row.reading.observedAt}`, row]));
  const exceedances: Reading[] = [];
  const others: [string, string][] = [];
  for (const { reading, quality } of last.values()) {
    if (isExceedance(reading, quality)) exceedances.push(reading);
    else others.push([reading.stationId, toDateTime(reading.observedAt)]);
  }
  for (const some of chunk(others, ROWS_PER_STATEMENT)) await em.execute(DELETE_EXCEEDANCES, [some], 'run');
  await insertExceedances(em, exceedances);
}
