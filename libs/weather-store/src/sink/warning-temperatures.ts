import type { EntityManager } from '@mikro-orm/mysql';
import type { Reading } from '@weather/weather-schema';
import { toDateTime } from '../rows/date-time.ts';
import type { JudgedBatch } from '../judging/batch-judge.ts';
import type { Replaced } from '../judging/place-late-rows.ts';
import { inGroups } from '../rows/in-groups.ts';
import type { ReadingRow } from '../rows/reading-columns.ts';

/** Whether a reading with these flags of quality control belongs into `warning_temperatures`. */
export type AlertRule = (reading: Reading, quality: number) => boolean;

export const WARNING_COLUMNS = ['sensor_id', 'temperature', 'timestamp'] as const;

/** Some 200 KB. */
const ROWS_AT_ONCE = 2_000;

/** Adds alerts by `INSERT` of many rows; one that is there already gets the temperature. */
export async function insertWarnings(em: EntityManager, alerts: readonly Reading[]): Promise<void> {
  for (const some of inGroups(alerts, ROWS_AT_ONCE)) await insertGroup(em, some);
}

async function insertGroup(em: EntityManager, alerts: readonly Reading[]): Promise<void> {
  const rows = alerts.map(({ stationId, temperature, observedAt }) => [
    stationId,
    temperature,
    toDateTime(observedAt),
  ]);
  await em.execute(
    `INSERT INTO warning_temperatures (${WARNING_COLUMNS.join(', ')}) VALUES ?
     ON DUPLICATE KEY UPDATE temperature = VALUES(temperature)`,
    [rows],
    'run',
  );
}

/** The readings that a batch leaves as alerts, but for those that were alerts with the same temperature before. */
export function newAlerts(
  { rows, replaced }: Pick<JudgedBatch, 'rows' | 'replaced'>,
  isAlert: AlertRule,
): Reading[] {
  const overtaken = new Set([...replaced.values()].map(({ before }) => before));
  const alerts: Reading[] = [];
  for (const row of rows) {
    const { reading, quality } = row;
    if (isAlert(reading, quality) && !overtaken.has(row) && !wasAlert(replaced.get(row), reading, isAlert))
      alerts.push(reading);
  }
  return alerts;
}

function wasAlert(instead: Replaced | undefined, { temperature }: Reading, isAlert: AlertRule): boolean {
  const stored = instead?.stored;
  return (
    stored !== undefined &&
    stored.reading.temperature === temperature &&
    isAlert(stored.reading, stored.quality)
  );
}

/** By the index: else the servers may look at all rows, and wait for those of other partitions. */
const DELETE_WARNINGS = `DELETE w FROM warning_temperatures w FORCE INDEX (warning_temperatures_sensor_timestamp)
  WHERE (w.sensor_id, w.timestamp) IN (?)`;

/**
 * Makes the table say what the last reading of each station and instant says: a correction may add a row, change it or
 * take it away. For batches that held repeats.
 */
export async function correctWarnings(
  em: EntityManager,
  rows: readonly ReadingRow[],
  isAlert: AlertRule,
): Promise<void> {
  const last = new Map(rows.map((row) => [`${row.station} ${row.reading.observedAt}`, row]));
  const alerts: Reading[] = [];
  const others: [string, string][] = [];
  for (const { reading, quality } of last.values()) {
    if (isAlert(reading, quality)) alerts.push(reading);
    else others.push([reading.stationId, toDateTime(reading.observedAt)]);
  }
  for (const some of inGroups(others, ROWS_AT_ONCE)) await em.execute(DELETE_WARNINGS, [some], 'run');
  await insertWarnings(em, alerts);
}
