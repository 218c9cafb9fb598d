import type { EntityManager } from '@mikro-orm/mysql';
import { formatError } from '@weather/service-runtime';
import type { Reading } from '@weather/weather-schema';
import { isDuplicateKey, isRejectedRow } from '../database-errors.ts';
import { toDateTime } from '../rows/date-time.ts';
import { chunk } from '../rows/chunk.ts';
import type { EvaluatedReading } from '@weather/weather-rules';
import { READING_COLUMNS, toReadingValues } from '../rows/reading-columns.ts';
import { RowsRejected, type ReadingWriter } from './reading-writer.ts';
import { insertExceedances } from './exceedances.ts';

const INSERT = `INSERT INTO reading (${READING_COLUMNS.join(', ')}) VALUES ?`;
const KEY_COLUMNS = 2;
/** Some 300 KB, since a server may not accept the statement of a large batch in one packet. */
const ROWS_PER_STATEMENT = 2_000;
const ON_DUPLICATE = `ON DUPLICATE KEY UPDATE ${READING_COLUMNS.slice(KEY_COLUMNS)
  .map((column) => `${column} = VALUES(${column})`)
  .join(', ')}`;

/** Multi-row `INSERT`: for servers that forbid `local_infile`, and to find rejected rows, which it reports as errors. */
export class InsertWriter implements ReadingWriter {
  readonly method = 'INSERT of many rows';

  async write(em: EntityManager, rows: readonly EvaluatedReading[]): Promise<number> {
    try {
      let duplicates = 0;
      for (const some of chunk(rows, ROWS_PER_STATEMENT)) duplicates += await insertChunk(em, some);
      return duplicates;
    } catch (error) {
      if (!isRejectedRow(error)) throw error;
      throw new RowsRejected(formatError(error), { cause: error });
    }
  }

  async addExceedances(em: EntityManager, exceedances: readonly Reading[]): Promise<void> {
    await insertExceedances(em, exceedances);
  }
}

async function insertChunk(em: EntityManager, rows: readonly EvaluatedReading[]): Promise<number> {
  const values = rows.map(toReadingValues);
  try {
    await em.execute(INSERT, [values], 'run');
    return 0;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  const duplicates = await countDuplicates(em, rows);
  await em.execute(`${INSERT} ${ON_DUPLICATE}`, [values], 'run');
  return duplicates;
}

/** Counts duplicates of stored rows and within the batch. */
async function countDuplicates(em: EntityManager, rows: readonly EvaluatedReading[]): Promise<number> {
  const keys = new Map(rows.map((row) => [`${row.station} ${row.reading.observedAt}`, row]));
  const pairs = [...keys.values()].map(({ station, reading }) => [station, toDateTime(reading.observedAt)]);
  const [row] = await em.execute<{ present: number }[]>(
    'SELECT COUNT(*) AS present FROM reading WHERE (station_id, observed_at) IN (?)',
    [pairs],
  );
  return rows.length - pairs.length + Number(row?.present);
}
