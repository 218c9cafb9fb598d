import type { EntityManager } from '@mikro-orm/mysql';
import { formatError } from '@weather/service-runtime';
import type { Reading } from '@weather/weather-schema';
import type { EvaluatedReading } from '@weather/weather-rules';
import type { WeatherDatabase } from '../weather-database.ts';
import {
  bisectRejectedReadings,
  bisectRejectedRows,
  isRejection,
  RollbackTrial,
  type RejectedReading,
} from './bisect-rejected-rows.ts';
import type { StoreRequest, StoreResult } from './store-request.ts';

/** How a batch is stored by statements that tell of refused rows as errors. */
export interface StrictStore {
  readonly database: WeatherDatabase;
  /** The rows of some readings, whose stations are written where they are new. */
  readonly rowsOf: (em: EntityManager, readings: readonly Reading[]) => Promise<EvaluatedReading[]>;
  /** Stores a batch; what `beforeCommit` throws once everything is written rolls the transaction back. */
  readonly store: (request: StoreRequest, beforeCommit?: () => void) => Promise<StoreResult>;
}

/**
 * Stores a batch of which the database has refused something. Rows that were refused are named; a warning that turns out to
 * be harmless does not hold the batch up.
 */
export async function storeStrictly(request: StoreRequest, strictStore: StrictStore): Promise<StoreResult> {
  const rejected = await findRejectedReadings(request.readings, strictStore);
  if (rejected.length > 0) return { kind: 'rejected', rejected };
  try {
    return await strictStore.store(request);
  } catch (error) {
    if (!isRejection(error)) throw error;
    const together = await bisectRejectedReadings(request.readings, (readings) =>
      findRejection({ ...request, readings }, strictStore),
    );
    if (together.length === 0) throw error;
    return { kind: 'rejected', rejected: together };
  }
}

/** By the table of the readings alone, which takes the least time; a station that is refused is found later. */
async function findRejectedReadings(
  readings: readonly Reading[],
  { database, rowsOf }: StrictStore,
): Promise<readonly RejectedReading[]> {
  try {
    return await bisectRejectedRows(database, readings, rowsOf);
  } catch (error) {
    if (isRejection(error)) return [];
    throw error;
  }
}

/** What the database says against a batch, of which nothing stays. */
async function findRejection(request: StoreRequest, { store }: StrictStore): Promise<string | undefined> {
  try {
    await store(request, () => {
      throw new RollbackTrial([]);
    });
    return undefined;
  } catch (error) {
    if (error instanceof RollbackTrial) return undefined;
    if (isRejection(error)) return formatError(error);
    throw error;
  }
}
