import type { EntityManager } from '@mikro-orm/mysql';
import { ConfigurationError } from '@weather/service-runtime';
import type { EvaluatedReading } from '@weather/weather-rules';
import type { Reading } from '@weather/weather-schema';
import { MIN_PACKET_BYTES } from '../rows/chunk.ts';
import type { WeatherDatabase } from '../weather-database.ts';
import { InsertWriter } from './insert-writer.ts';
import { LoadDataWriter } from './load-data-writer.ts';
import type { ReadingWriter } from './reading-writer.ts';

/**
 * With 1 to 100 rows an `INSERT` is 0.3 to 0.5 ms faster than `LOAD DATA` and reading its warnings, with 300 they are equal, with
 * 1,000 `LOAD DATA` is 1.7 ms faster.
 */
const SMALL_BATCH_ROWS = 100;

const SERVER_LIMITS = 'SELECT @@GLOBAL.local_infile AS allowed, @@max_allowed_packet AS packetBytes';

/**
 * Opens the fastest writer that the server allows.
 * @param smallRows up to this many rows are written by `INSERT` even where `LOAD DATA` is allowed.
 * @throws ConfigurationError when the server accepts small packets only.
 */
export async function openWriter(
  database: WeatherDatabase,
  smallRows = SMALL_BATCH_ROWS,
): Promise<ReadingWriter> {
  const [limits] = await database.withRetry(() =>
    database.execute<{ readonly allowed: number; readonly packetBytes: number | string }>(SERVER_LIMITS),
  );
  const packetBytes = Number(limits?.packetBytes);
  if (packetBytes < MIN_PACKET_BYTES)
    throw ConfigurationError.of(
      'MYSQL_HOST',
      `the max_allowed_packet of the server is ${packetBytes} bytes; at least ${MIN_PACKET_BYTES} are required`,
    );
  const insert = new InsertWriter();
  if (limits?.allowed !== 1) return insert;
  return new AdaptiveWriter(insert, new LoadDataWriter(database.localInfile), smallRows);
}

/** Writes few rows by the statement with the fewest round trips, and many by the one that is fastest for thousands. */
class AdaptiveWriter implements ReadingWriter {
  readonly method: string;

  constructor(
    private readonly small: ReadingWriter,
    private readonly bulk: ReadingWriter,
    private readonly smallRows: number,
  ) {
    this.method = `${bulk.method} (up to ${smallRows} rows: ${small.method})`;
  }

  async write(em: EntityManager, rows: readonly EvaluatedReading[]): Promise<number> {
    return await this.#writerFor(rows.length).write(em, rows);
  }

  async addExceedances(em: EntityManager, exceedances: readonly Reading[]): Promise<void> {
    await this.#writerFor(exceedances.length).addExceedances(em, exceedances);
  }

  #writerFor(rows: number): ReadingWriter {
    return rows > this.smallRows ? this.bulk : this.small;
  }
}
