import type { EntityManager } from '@mikro-orm/mysql';
import { mergeReadings, type Reading } from '@weather/weather-schema';
import { isRejectedRow } from '../database-errors.ts';
import type { WeatherDatabase } from '../weather-database.ts';
import { InsertWriter } from './insert-writer.ts';
import type { EvaluatedReading } from '@weather/weather-rules';
import { rowsAt } from '../evaluation/stored-readings.ts';
import { RowsRejected } from './reading-writer.ts';

/** A reading that the database rejects, and why. */
export interface RejectedReading {
  readonly reading: Reading;
  readonly message: string;
}

/** Thrown to roll back the transaction in which rows were tried. */
export class RollbackTrial extends Error {
  constructor(readonly rejected: readonly RejectedReading[]) {
    super('rolled back on purpose');
  }
}

/** Whether a transaction failed because of a row that it wrote, in any table. */
export function isRejection(error: unknown): boolean {
  return error instanceof RowsRejected || isRejectedRow(error);
}

/**
 * Finds the readings without which the database accepts everything that a batch writes, in all tables. Each part of the batch is
 * tried together with what was accepted before it, since a row of another table may follow from several readings, and the
 * reading that completes it is the one to leave out.
 * @param findRejection tries to store readings in a transaction that is rolled back, and returns why the database rejects them.
 * @returns none if the database rejects a batch without readings as well.
 */
export async function bisectInTransactions(
  readings: readonly Reading[],
  findRejection: (readings: readonly Reading[]) => Promise<string | undefined>,
): Promise<readonly RejectedReading[]> {
  if ((await findRejection([])) !== undefined) return [];
  const accepted: Reading[] = [];
  const rejected: RejectedReading[] = [];
  const tryPart = async (part: readonly Reading[]): Promise<void> => {
    const message = await findRejection([...accepted, ...part]);
    const [reading] = part;
    if (message === undefined) accepted.push(...part);
    else if (part.length === 1 && reading) rejected.push({ reading, message });
    else {
      const middle = Math.floor(part.length / 2);
      await tryPart(part.slice(0, middle));
      await tryPart(part.slice(middle));
    }
  };
  if (readings.length > 0) await tryPart(readings);
  return rejected;
}

/**
 * Finds the rows that the table `reading` rejects: halves that are rejected are halved again, each in a savepoint of one
 * transaction that is rolled back.
 */
export async function bisectInSavepoints(
  database: WeatherDatabase,
  readings: readonly Reading[],
  rowsOf: (em: EntityManager, readings: readonly Reading[]) => Promise<EvaluatedReading[]>,
): Promise<readonly RejectedReading[]> {
  try {
    return await database.fork().transactional(async (em) => {
      const rows = await rowsOf(em, readings);
      throw new RollbackTrial(await bisect(em, rows));
    });
  } catch (error) {
    if (error instanceof RollbackTrial) return error.rejected;
    throw error;
  }
}

async function bisect(em: EntityManager, rows: readonly EvaluatedReading[]): Promise<RejectedReading[]> {
  const message = await tryRows(em, rows);
  if (message === undefined) return [];
  const [row] = rows;
  if (rows.length === 1 && row) return [{ reading: row.reading, message }];
  const middle = Math.floor(rows.length / 2);
  return [...(await bisect(em, rows.slice(0, middle))), ...(await bisect(em, rows.slice(middle)))];
}

/** @returns why the database rejects the rows; undefined if it accepts them. */
async function tryRows(em: EntityManager, rows: readonly EvaluatedReading[]): Promise<string | undefined> {
  try {
    await em.transactional(async (savepoint) =>
      new InsertWriter().write(savepoint, await mergeWithStored(savepoint, rows)),
    );
    return undefined;
  } catch (error) {
    if (error instanceof RowsRejected) return error.message;
    throw error;
  }
}

/** The rows as they would be written: each merged with what is stored at its station and timestamp. */
async function mergeWithStored(
  em: EntityManager,
  rows: readonly EvaluatedReading[],
): Promise<EvaluatedReading[]> {
  const toKey = ({ station, reading }: EvaluatedReading): string => `${station} ${reading.observedAt}`;
  const keys = rows.map(({ station, reading }) => ({ station, at: reading.observedAt }));
  const stored = new Map((await rowsAt(em, keys)).map((row) => [toKey(row), row]));
  return rows.map((row) => {
    const before = stored.get(toKey(row));
    const merged =
      before === undefined ? row : { ...row, reading: mergeReadings(before.reading, row.reading) };
    stored.set(toKey(row), merged);
    return merged;
  });
}
