import type { EntityManager } from '@mikro-orm/mysql';
import { mergeReadings, type Reading } from '@weather/weather-schema';
import { isRejectedRow } from '../database-errors.ts';
import type { WeatherDatabase } from '../weather-database.ts';
import { InsertWriter } from './insert-writer.ts';
import type { EvaluatedReading } from '@weather/weather-rules';
import { rowsAt } from '../evaluation/stored-readings.ts';
import { RowsRejected } from './reading-writer.ts';

/** A reading that the database does not take, and what it says of it. */
export interface RejectedReading {
  readonly reading: Reading;
  readonly reason: string;
}

/** Ends the transaction in which the rows were tried: nothing of it may stay. */
export class RollbackTrial extends Error {
  constructor(readonly rejected: readonly RejectedReading[]) {
    super('rolled back on purpose');
  }
}

/** Whether an error of a transaction speaks of a row that it wrote, in whatever table. */
export function isRejection(error: unknown): boolean {
  return error instanceof RowsRejected || isRejectedRow(error);
}

/**
 * Finds the readings without which the database takes all that a batch leads to: alerts, episodes, stations and summaries
 * as well. Each part of the batch is tried together with what was accepted before it, since a row of another table may
 * come of several readings, and the reading that completes it is the one to leave out.
 * @param refusalOf tries to store some readings, leaves nothing of it, and gives what the database says against them.
 * @returns none where the database refuses what no reading leads to.
 */
export async function bisectRejectedReadings(
  readings: readonly Reading[],
  refusalOf: (readings: readonly Reading[]) => Promise<string | undefined>,
): Promise<readonly RejectedReading[]> {
  if ((await refusalOf([])) !== undefined) return [];
  const accepted: Reading[] = [];
  const rejected: RejectedReading[] = [];
  const tryPart = async (part: readonly Reading[]): Promise<void> => {
    const reason = await refusalOf([...accepted, ...part]);
    const [reading] = part;
    if (reason === undefined) accepted.push(...part);
    else if (part.length === 1 && reading) rejected.push({ reading, reason });
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
 * Finds the rows of `reading` that the database refuses, by bisection: halves that it takes are put aside, halves that it refuses are
 * halved again, each in a savepoint of one transaction that is rolled back.
 */
export async function bisectRejectedRows(
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
  const reason = await findRejection(em, rows);
  if (reason === undefined) return [];
  const [row] = rows;
  if (rows.length === 1 && row) return [{ reading: row.reading, reason }];
  const middle = Math.floor(rows.length / 2);
  return [...(await bisect(em, rows.slice(0, middle))), ...(await bisect(em, rows.slice(middle)))];
}

async function findRejection(
  em: EntityManager,
  rows: readonly EvaluatedReading[],
): Promise<string | undefined> {
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

/** The rows as they would be written: each put together with what is there at its station and timestamp. */
async function mergeWithStored(
  em: EntityManager,
  rows: readonly EvaluatedReading[],
): Promise<EvaluatedReading[]> {
  const toKey = ({ station, reading }: EvaluatedReading): string => `${station} ${reading.observedAt}`;
  const instants = rows.map(({ station, reading }) => ({ station, at: reading.observedAt }));
  const there = new Map((await rowsAt(em, instants)).map((row) => [toKey(row), row]));
  return rows.map((row) => {
    const before = there.get(toKey(row));
    const merged =
      before === undefined ? row : { ...row, reading: mergeReadings(before.reading, row.reading) };
    there.set(toKey(row), merged);
    return merged;
  });
}
