import type { EntityManager } from '@mikro-orm/mysql';
import { flagShift, QUALITY_FLAG } from '@weather/weather-rules';
import { toDateTime, toEpochMs } from '../rows/date-time.ts';

/** One alert that is not as it should be: temperatures in °C, `undefined` where there is no row or no value. */
export interface AlertFault {
  readonly stationId: string;
  readonly observedAt: number;
  readonly inReading: number | undefined;
  readonly inWarnings: number | undefined;
}

/** How many alerts of a kind there are, and the first of them. */
export interface AlertFaultsOfKind {
  readonly count: number;
  readonly examples: readonly AlertFault[];
}

export interface AlertFaults {
  readonly missing: AlertFaultsOfKind;
  readonly extra: AlertFaultsOfKind;
  readonly wrong: AlertFaultsOfKind;
}

/** Not flagged as wrong by quality control. */
const IS_PLAUSIBLE = `r.quality >> ${flagShift('temperature')} <> ${QUALITY_FLAG.wrong}`;
const FROM_READINGS = `FROM reading r JOIN station s ON s.id = r.station_id
  LEFT JOIN warning_temperatures w ON w.sensor_id = s.station_id AND w.timestamp = r.observed_at
  WHERE r.temperature > ? AND ${IS_PLAUSIBLE} AND r.observed_at >= ?`;
const FROM_WARNINGS = `FROM warning_temperatures w LEFT JOIN station s ON s.station_id = w.sensor_id
  LEFT JOIN reading r ON r.station_id = s.id AND r.observed_at = w.timestamp
  WHERE COALESCE(r.temperature > ? AND ${IS_PLAUSIBLE}, FALSE) = FALSE AND w.timestamp >= ?`;
const READING_KEY = 's.station_id AS stationId, r.observed_at AS observedAt';
const WARNING_KEY = 'w.sensor_id AS stationId, w.timestamp AS observedAt';
const TEMPERATURES = 'CAST(r.temperature AS CHAR) AS inReading, CAST(w.temperature AS CHAR) AS inWarnings';

/** What alerts are compared with readings, and how many faults of a kind are named. */
export interface AlertComparison {
  /** Strictly above it a reading is an alert, unless its temperature is wrong. */
  readonly thresholdCelsius: number;
  /** Earlier alerts may have lost their readings; in milliseconds since the epoch. */
  readonly readingsSince: number;
  readonly examples: number;
}

/** Each statement sees `reading` and `warning_temperatures` at the same instant. */
export async function alertFaults(em: EntityManager, comparison: AlertComparison): Promise<AlertFaults> {
  const find = (key: string, from: string): Promise<AlertFaultsOfKind> =>
    faultsOfKind(em, { key, from, ...comparison });
  return {
    missing: await find(READING_KEY, `${FROM_READINGS} AND w.id IS NULL`),
    extra: await find(WARNING_KEY, FROM_WARNINGS),
    wrong: await find(READING_KEY, `${FROM_READINGS} AND w.temperature <> r.temperature`),
  };
}

async function faultsOfKind(
  em: EntityManager,
  query: AlertComparison & { readonly key: string; readonly from: string },
): Promise<AlertFaultsOfKind> {
  const { key, from, thresholdCelsius, readingsSince, examples } = query;
  const parameters = [thresholdCelsius, toDateTime(readingsSince)];
  const [total] = await em.execute<{ count: number | string }[]>(
    `SELECT COUNT(*) AS count ${from}`,
    parameters,
  );
  const count = Number(total?.count);
  if (count === 0) return { count, examples: [] };
  const rows = await em.execute<Record<keyof AlertFault, string | null>[]>(
    `SELECT ${key}, ${TEMPERATURES} ${from} ORDER BY stationId, observedAt LIMIT ?`,
    [...parameters, examples],
  );
  return { count, examples: rows.map(alertFault) };
}

function alertFault(row: Record<keyof AlertFault, string | null>): AlertFault {
  return {
    stationId: String(row.stationId),
    observedAt: toEpochMs(String(row.observedAt)),
    inReading: numberOf(row.inReading),
    inWarnings: numberOf(row.inWarnings),
  };
}

function numberOf(text: string | null): number | undefined {
  return text === null ? undefined : Number(text);
}
