import type { EntityManager } from '@mikro-orm/mysql';
import type { Reading } from '@weather/weather-schema';
import type { EvaluatedReading } from '@weather/weather-rules';

/**
 * Writes the readings of a batch within the transaction of an entity manager. One that is there already, from before or
 * from earlier in the same batch, is replaced by the later one.
 */
export interface ReadingWriter {
  /** How it writes, for the log. */
  readonly method: string;
  /**
   * @returns how many of the rows have taken the place of another one, stored or earlier among them.
   * @throws RowsRefused when the database does not take every row as it is; the transaction must be rolled back.
   */
  write(em: EntityManager, rows: readonly EvaluatedReading[]): Promise<number>;
  /**
   * Adds the alerts of readings that were written and repeat none.
   * @throws RowsRefused as `write` does.
   */
  addExceedances(em: EntityManager, exceedances: readonly Reading[]): Promise<void>;
}

/** The database refused some of the rows of a batch, or would have changed their values. */
export class RowsRejected extends Error {
  override readonly name = 'RowsRefused';
}
