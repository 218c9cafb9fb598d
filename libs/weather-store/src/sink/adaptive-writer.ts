import type { EntityManager } from '@mikro-orm/mysql';
import type { Reading } from '@weather/weather-schema';
import type { EvaluatedReading } from '@weather/weather-rules';
import type { ReadingWriter } from './reading-writer.ts';

export interface AdaptiveWriters {
  readonly small: ReadingWriter;
  readonly bulk: ReadingWriter;
  /** The most rows that are few. */
  readonly smallRows: number;
}

/**
 * Writes few rows in one way and many in another: the statement that is fastest for thousands of rows takes more round
 * trips, which is what a few wait for.
 */
export class AdaptiveWriter implements ReadingWriter {
  readonly method: string;

  constructor(private readonly writers: AdaptiveWriters) {
    const { small, bulk, smallRows } = writers;
    this.method = `${bulk.method} (up to ${smallRows} rows: ${small.method})`;
  }

  async write(em: EntityManager, rows: readonly EvaluatedReading[]): Promise<number> {
    return await this.#for(rows.length).write(em, rows);
  }

  async addExceedances(em: EntityManager, exceedances: readonly Reading[]): Promise<void> {
    await this.#for(exceedances.length).addExceedances(em, exceedances);
  }

  #for(rows: number): ReadingWriter {
    const { small, bulk, smallRows } = this.writers;
    return rows > smallRows ? bulk : small;
  }
}
