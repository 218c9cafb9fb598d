import type { EntityManager } from '@mikro-orm/mysql';
import { flagShift, QUALITY_FLAG } from '@weather/weather-rules';
import { toDateTime, toEpochMs } from '../rows/date-time.ts';

/** A row of `warning_temperatures` that differs from `reading`: temperatures in °C, `undefined` without row or value. */
interface ExceedanceDiscrepancy {
  readonly stationId: string;
  readonly observedAt: number;
  readonly inReading: number | undefined;
  readonly inWarnings: number | undefined;
}

/** The number of discrepancies of one kind, and the first of them. */
interface CountedDiscrepancies {
  readonly count: number;
  readonly examples: readonly ExceedanceDiscrepancy[];
}

export type ExceedanceDiscrepancies = Readonly<Record<'missing' | 'extra' | 'wrong', CountedDiscrepancies>>;

/** The scope of a comparison of `warning_temperatures` with `reading`. */
export interface ExceedanceComparison {
  /** A reading strictly above it is an exceedance, unless its temperature is flagged wrong. */
  readonly thresholdCelsius: number;
  /** Earlier exceedances may have lost their readings; in milliseconds since the epoch. */
  readonly readingsSince: number;
  /** The most examples of each kind. */
  readonly examples: number;
}

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

/** Compares `warning_temperatures` with `reading`. Each statement sees both tables in the same state. */
export async function compareExceedances(
  em: EntityManager,
  comparison: ExceedanceComparison,
): Promise<ExceedanceDiscrepancies> {
  const find = (key: string, from: string): Promise<CountedDiscrepancies> =>
    findDiscrepancies(em, { key, from, ...comparison });
  return {
    missing: await find(READING_KEY, `${FROM_READINGS} AND w.id IS NULL`),
    extra: await find(WARNING_KEY, FROM_WARNINGS),
    wrong: await find(READING_KEY, `${FROM_READINGS} AND w.temperature <> r.temperature`),
  };
}

async function findDiscrepancies(
  em: EntityManager,
  query: ExceedanceComparison & { readonly key: string; readonly from: string },
): Promise<CountedDiscrepancies> {
  const { key, from, thresholdCelsius, readingsSince, examples } = query;
  const parameters = [thresholdCelsius, toDateTime(readingsSince)];
  const [total] = await em.execute<{ count: number | string }[]>(
    `SELECT COUNT(*) AS count ${from}`,
    parameters,
  );
  const count = Number(total?.count);
  if (count === 0) return { count, examples: [] };
  const rows = await em.execute<Record<keyof ExceedanceDiscrepancy, string | null>[]>(
    `SELECT ${key}, ${TEMPERATURES} ${from} ORDER BY stationId, observedAt LIMIT ?`,
    [...parameters, examples],
  );
  return {
    count,
    examples: rows.map(({ stationId, observedAt, inReading, inWarnings }) => ({
      stationId: String(stationId),
      observedAt: toEpochMs(String(observedAt)),
      inReading: toNumber(inReading),
      inWarnings: toNumber(inWarnings),
    })),
  };
}

function toNumber(text: string | null): number | undefined {
  return text === null ? undefined : Number(text);
}
