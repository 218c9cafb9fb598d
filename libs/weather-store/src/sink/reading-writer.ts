import type { EntityManager } from '@mikro-orm/mysql';
import type { Reading } from '@weather/weather-schema';
import type { EvaluatedReading } from '@weather/weather-rules';

/** Writes the readings of a batch within a transaction; a stored row, or an earlier one of the batch, is replaced. */
export interface ReadingWriter {
  /** How rows are written, for the log. */
  readonly method: string;
  /**
   * @returns the number of rows that replaced another one, stored or earlier in the same call.
   * @throws RowsRejected if the database does not accept every row unchanged; the transaction must be rolled back.
   */
  write(em: EntityManager, rows: readonly EvaluatedReading[]): Promise<number>;
  /**
   * Adds the exceedances of readings that were written and are not duplicates.
   * @throws RowsRejected as `write` does.
   */
  addExceedances(em: EntityManager, exceedances: readonly Reading[]): Promise<void>;
}

/** The database rejected some rows of a batch, or would have changed their values. */
export class RowsRejected extends Error {
  override readonly name = 'RowsRejected';
}
