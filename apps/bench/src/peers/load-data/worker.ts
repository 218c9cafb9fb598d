import { createConnection } from 'mysql2/promise';
import type { DatabaseAccess } from '../../candidate.ts';
import { loadReading } from '../../load/load-reading.ts';
import { encodeLines, loadLines } from '../load-lines.ts';

/** The only argument of this script, in JSON. */
export interface LimitOptions {
  readonly database: DatabaseAccess;
  readonly table: string;
  readonly offsetTable: string;
  readonly records: number;
}

const CONNECTIONS = 2;
const ROWS = 5_000;

const { database, table, offsetTable, records } = JSON.parse(process.argv[2] ?? '') as LimitOptions;

/** The lines are created before anything is timed: only the database is measured. */
const batches: { lines: Buffer; rows: number }[] = [];
for (let from = 0; from < records; from += ROWS) {
  const rows = Math.min(ROWS, records - from);
  batches.push({ lines: encodeLines(Array.from({ length: rows }, (_, k) => loadReading(from + k))), rows });
}
batches.reverse();

async function load(lane: number): Promise<void> {
  const connection = await createConnection({ ...database, multipleStatements: true });
  for (let batch = batches.pop(); batch; batch = batches.pop()) {
    const { lines, rows } = batch;
    const advance = `INSERT INTO ${offsetTable} VALUES (${lane}, ${rows}) ON DUPLICATE KEY UPDATE next_offset = next_offset + ${rows}`;
    await loadLines(connection, { table, lines, advance });
  }
}

await Promise.all(Array.from({ length: CONNECTIONS }, (_, lane) => load(lane)));

// The bench reads the process's CPU time while it runs.
process.on('SIGTERM', () => process.exit());
process.once('disconnect', () => process.exit());
