import type { EntityManager } from '@mikro-orm/mysql';
import { formatError } from '@weather/service-runtime';
import type { Reading } from '@weather/weather-schema';
import type { ReadingRow } from '../rows/reading-columns.ts';
import type { WeatherDatabase } from '../weather-database.ts';
import {
  findReadingsRefusedTogether,
  findRefusedReadings,
  isRefusal,
  TrialOver,
  type RefusedReading,
} from './refused-readings.ts';
import type { StoreRequest, StoreResult } from './store-request.ts';

/** How a batch is stored by statements that tell of refused rows as errors. */
export interface StrictStore {
  readonly database: WeatherDatabase;
  /** The rows of some readings, whose stations are written where they are new. */
  readonly rowsOf: (em: EntityManager, readings: readonly Reading[]) => Promise<ReadingRow[]>;
  /** Stores a batch; what `beforeCommit` throws once everything is written rolls the transaction back. */
  readonly store: (request: StoreRequest, beforeCommit?: () => void) => Promise<StoreResult>;
}

/**
 * Stores a batch of which the database has refused something. Rows that were refused are named; a warning that turns out to
 * be harmless does not hold the batch up.
 */
export async function storeStrictly(request: StoreRequest, strict: StrictStore): Promise<StoreResult> {
  const refused = await refusedReadings(request.readings, strict);
  if (refused.length > 0) return { kind: 'refused', refused };
  try {
    return await strict.store(request);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const together = await findReadingsRefusedTogether(request.readings, (readings) =>
      refusalOf({ ...request, readings }, strict),
    );
    if (together.length === 0) throw error;
    return { kind: 'refused', refused: together };
  }
}

/** By the table of the readings alone, which takes the least time; a station that is refused is found later. */
async function refusedReadings(
  readings: readonly Reading[],
  { database, rowsOf }: StrictStore,
): Promise<readonly RefusedReading[]> {
  try {
    return await findRefusedReadings(database, readings, rowsOf);
  } catch (error) {
    if (isRefusal(error)) return [];
    throw error;
  }
}

/** What the database says against a batch, of which nothing stays. */
async function refusalOf(request: StoreRequest, { store }: StrictStore): Promise<string | undefined> {
  try {
    await store(request, () => {
      throw new TrialOver([]);
    });
    return undefined;
  } catch (error) {
    if (error instanceof TrialOver) return undefined;
    if (isRefusal(error)) return formatError(error);
    throw error;
  }
}
