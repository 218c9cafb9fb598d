import type { EntityManager } from '@mikro-orm/mysql';
import type { LocalInfile } from '../local-infile.ts';
import { READING_COLUMNS, toDateTime, type ReadingRow } from './reading-columns.ts';
import { RowsRefused, type ReadingWriter } from './reading-writer.ts';

/**
 * `LOAD DATA LOCAL INFILE` from memory: the fastest way that was measured. Under `LOCAL` the server turns every error of
 * a row into a warning, so the warnings are counted and any that is not a repeat refuses the batch.
 */
export class LoadDataWriter implements ReadingWriter {
  readonly method = 'LOAD DATA LOCAL INFILE';

  constructor(private readonly localInfile: LocalInfile) {}

  async write(em: EntityManager, rows: readonly ReadingRow[]): Promise<number> {
    const text = Buffer.from(rows.map(asLine).join(''));
    const { affectedRows, warnings } = await this.#load(em, 'IGNORE', text);
    const repeated = rows.length - affectedRows;
    if (warnings !== repeated) throw refused(warnings - repeated);
    if (repeated > 0) await this.#replace(em, text);
    return repeated;
  }

  /** A second pass, in order, so that the last of several readings of one instant stays. */
  async #replace(em: EntityManager, text: Buffer): Promise<void> {
    const { warnings } = await this.#load(em, 'REPLACE', text);
    if (warnings > 0) throw refused(warnings);
  }

  async #load(em: EntityManager, onRepeat: 'IGNORE' | 'REPLACE', text: Buffer): Promise<LoadResult> {
    return await this.localInfile.offer(text, async (name) => {
      const { affectedRows } = await em.execute<{ affectedRows: number }>(
        `LOAD DATA LOCAL INFILE '${name}' ${onRepeat} INTO TABLE reading CHARACTER SET utf8mb4
         (${READING_COLUMNS.join(', ')})`,
        [],
        'run',
      );
      const [row] = await em.execute<{ warnings: number }[]>('SELECT @@warning_count AS warnings');
      return { affectedRows, warnings: Number(row?.warnings) };
    });
  }
}

interface LoadResult {
  readonly affectedRows: number;
  readonly warnings: number;
}

function refused(count: number): RowsRefused {
  return new RowsRefused(`the database warns of ${count} rows`);
}

/** Numbers, a date and NULL need no escaping: no text of a station is in a line. */
function asLine({ station, reading }: ReadingRow): string {
  return `${station}\t${toDateTime(reading.observedAt)}\t${field(reading.temperature)}\t${field(reading.humidity)}\t${field(
    reading.pressure,
  )}\t${field(reading.windSpeed)}\t${field(reading.windGust)}\t${field(reading.windDirection)}\t${field(
    reading.precipitation,
  )}\n`;
}

function field(value: number | undefined): string {
  return value === undefined ? '\\N' : String(value);
}
