import type { EntityManager } from '@mikro-orm/mysql';
import { formatError } from '@weather/service-runtime';
import type { Reading } from '@weather/weather-schema';
import type { EvaluatedReading } from '@weather/weather-rules';
import type { WeatherDatabase } from '../weather-database.ts';
import {
  bisectInTransactions,
  bisectInSavepoints,
  isRejection,
  RollbackTrial,
  type RejectedReading,
} from './bisect-rejected.ts';
import type { StoreRequest, StoreResult } from './store-request.ts';

/** Ways to write that report rejected rows as errors. */
export interface StrictStore {
  readonly database: WeatherDatabase;
  /** Returns the rows of some readings, and adds their stations if they are new. */
  readonly rowsOf: (em: EntityManager, readings: readonly Reading[]) => Promise<EvaluatedReading[]>;
  /** Stores a batch; an error that `beforeCommit` throws rolls the transaction back. */
  readonly store: (request: StoreRequest, beforeCommit?: () => void) => Promise<StoreResult>;
}

/**
 * Finds the readings of a batch that the database rejects. If there are none, because it only warned of something harmless,
 * stores the batch.
 */
export async function storeOrReject(request: StoreRequest, strictStore: StrictStore): Promise<StoreResult> {
  const rejected = await findRejectedReadings(request.readings, strictStore);
  if (rejected.length > 0) return { kind: 'rejected', rejected };
  try {
    return await strictStore.store(request);
  } catch (error) {
    if (!isRejection(error)) throw error;
    const together = await bisectInTransactions(request.readings, (readings) =>
      findRejection({ ...request, readings }, strictStore),
    );
    if (together.length === 0) throw error;
    return { kind: 'rejected', rejected: together };
  }
}

/** Tries the table `reading` alone, which takes the least time; what other tables reject is found later. */
async function findRejectedReadings(
  readings: readonly Reading[],
  { database, rowsOf }: StrictStore,
): Promise<readonly RejectedReading[]> {
  try {
    return await bisectInSavepoints(database, readings, rowsOf);
  } catch (error) {
    if (isRejection(error)) return [];
    throw error;
  }
}

/** Tries a batch in a transaction that is rolled back. @returns why the database rejects it. */
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
