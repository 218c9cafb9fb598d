import type { EntityManager } from '@mikro-orm/mysql';
import type { Reading } from '@weather/weather-schema';
import type { ReadingRow } from '../rows/reading-columns.ts';
import type { ReadingWriter } from './reading-writer.ts';

export interface WritersBySize {
  readonly few: ReadingWriter;
  readonly many: ReadingWriter;
  /** The most rows that are few. */
  readonly fewRows: number;
}

/**
 * Writes few rows in one way and many in another: the statement that is fastest for thousands of rows takes more round
 * trips, which is what a few wait for.
 */
export class WriterBySize implements ReadingWriter {
  readonly method: string;

  constructor(private readonly writers: WritersBySize) {
    const { few, many, fewRows } = writers;
    this.method = `${many.method} (up to ${fewRows} rows: ${few.method})`;
  }

  async write(em: EntityManager, rows: readonly ReadingRow[]): Promise<number> {
    return await this.#for(rows.length).write(em, rows);
  }

  async addWarnings(em: EntityManager, alerts: readonly Reading[]): Promise<void> {
    await this.#for(alerts.length).addWarnings(em, alerts);
  }

  #for(rows: number): ReadingWriter {
    const { few, many, fewRows } = this.writers;
    return rows > fewRows ? many : few;
  }
}
