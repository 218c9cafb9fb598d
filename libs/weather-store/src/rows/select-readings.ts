import { QUANTITY_NAMES, type Quantity, type Reading } from '@weather/weather-schema';
import { toEpochMs } from './date-time.ts';
import { QUANTITY_COLUMNS } from './reading-columns.ts';

/** A row of `reading` as the connection returns it. */
export type SelectedReading = {
  readonly station: number;
  readonly observedAt: string;
  readonly quality: number;
} & Readonly<Record<Quantity, string | null>>;

/** mysql2 reads a `DOUBLE` with an error in its last digit; a text is exact. */
const QUANTITIES = QUANTITY_COLUMNS.map(
  (column, index) => `CAST(${column} AS CHAR) AS ${QUANTITY_NAMES[index]}`,
).join(', ');

/** Selects rows of `reading` as `SelectedReading`; conditions and order follow. */
export const SELECT_READINGS = `SELECT station_id AS station, observed_at AS observedAt, quality, ${QUANTITIES} FROM reading`;

/** The reading of a row. */
export function toReading(row: SelectedReading, stationId: string): Reading {
  return { stationId, observedAt: toEpochMs(row.observedAt), ...toMeasurements(row) };
}

/** The measured values of a row. */
export function toMeasurements(row: SelectedReading): Partial<Record<Quantity, number>> {
  const measured: Partial<Record<Quantity, number>> = {};
  for (const name of QUANTITY_NAMES) {
    const text = row[name];
    if (text !== null) measured[name] = Number(text);
  }
  return measured;
}
