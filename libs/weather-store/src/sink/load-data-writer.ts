import type { EntityManager } from '@mikro-orm/mysql';
import type { Reading } from '@weather/weather-schema';
import type { LocalInfile } from '../local-infile.ts';
import { loadLines, type LoadRequest } from './load-lines.ts';
import type { EvaluatedReading } from '@weather/weather-rules';
import { READING_COLUMNS } from '../rows/reading-columns.ts';
import { RowsRejected, type ReadingWriter } from './reading-writer.ts';
import { exceedanceLines, readingLines } from './row-lines.ts';
import { insertExceedances, EXCEEDANCE_COLUMNS } from './exceedances.ts';

/**
 * `LOAD DATA LOCAL INFILE` from memory: the fastest way that was measured. The server's warnings are counted, and any that
 * is not a repeat refuses the batch.
 */
export class LoadDataWriter implements ReadingWriter {
  readonly method = 'LOAD DATA LOCAL INFILE';

  constructor(private readonly localInfile: LocalInfile) {}

  async write(em: EntityManager, rows: readonly EvaluatedReading[]): Promise<number> {
    const into = { table: 'reading', columns: READING_COLUMNS, lines: readingLines(rows) };
    const duplicates = await this.#loadNew(em, into, rows.length);
    if (duplicates > 0) await this.#replace(em, into);
    return duplicates;
  }

  /** Alerts of new readings are new as well, unless the tables were changed by other hands. */
  async addExceedances(em: EntityManager, exceedances: readonly Reading[]): Promise<void> {
    const into = {
      table: 'warning_temperatures',
      columns: EXCEEDANCE_COLUMNS,
      lines: exceedanceLines(exceedances),
    };
    const duplicates = await this.#loadNew(em, into, exceedances.length);
    if (duplicates > 0) await insertExceedances(em, exceedances);
  }

  /** @returns how many rows were there already. */
  async #loadNew(em: EntityManager, into: Omit<LoadRequest, 'onDuplicate'>, rows: number): Promise<number> {
    const { affectedRows, warnings } = await loadLines(em, this.localInfile, {
      ...into,
      onDuplicate: 'IGNORE',
    });
    const duplicates = rows - affectedRows;
    if (warnings !== duplicates) throw rejected(warnings - duplicates);
    return duplicates;
  }

  /** A second pass, in order, so that the last of several readings of one instant stays. */
  async #replace(em: EntityManager, into: Omit<LoadRequest, 'onDuplicate'>): Promise<void> {
    const { warnings } = await loadLines(em, this.localInfile, { ...into, onDuplicate: 'REPLACE' });
    if (warnings > 0) throw rejected(warnings);
  }
}

function rejected(count: number): RowsRejected {
  return new RowsRejected(`the database warns of ${count} rows`);
}
