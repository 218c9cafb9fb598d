import { Readable } from 'node:stream';
import type { Connection } from 'mysql2/promise';
import { PEER_COLUMNS } from './peer-columns.ts';

/** What one transaction writes: lines of a `LOAD DATA` file into a peers' table, and the statement that moves the position. */
export interface LoadedLines {
  readonly table: string;
  readonly lines: Buffer;
  readonly advance: string;
}

/** One transaction in one round trip; the connection allows several statements. */
export async function loadLines(
  connection: Connection,
  { table, lines, advance }: LoadedLines,
): Promise<void> {
  const load = `LOAD DATA LOCAL INFILE 'memory' REPLACE INTO TABLE ${table} CHARACTER SET binary (${PEER_COLUMNS.join(', ')})`;
  await connection.query({
    sql: `START TRANSACTION;${load};${advance};COMMIT`,
    // Whatever name the statement gives, this is what the client sends.
    infileStreamFactory: () => Readable.from([lines]),
  });
}
