import type { TestStack } from '../../stack/test-stack.ts';

const ROW_BYTES = 7_000;
const ROWS_AT_ONCE = [1_000, 50, 1];
const TABLE_FULL = /is full/;

/** Options of a database whose tables are in one file that cannot grow for ever: a full disk without a disk. */
export const BOUNDED_TABLESPACE: readonly string[] = [
  '--innodb-file-per-table=0',
  '--innodb-data-file-path=ibdata1:12M:autoextend:max:128M',
];

/**
 * Fills a bounded tablespace until the server says that it is full (1114), with rows that fit into a page: MariaDB 11.4
 * crashes when it takes back the part of a larger value for which there was no room.
 */
export async function fillTablespace(stack: TestStack): Promise<void> {
  await stack.query('CREATE TABLE ballast (bytes VARCHAR(8000) CHARACTER SET ascii NOT NULL)');
  for (const rows of ROWS_AT_ONCE) while (await added(stack, rows));
}

export async function freeTablespace(stack: TestStack): Promise<void> {
  await stack.query('DROP TABLE ballast');
}

async function added(stack: TestStack, rows: number): Promise<boolean> {
  try {
    await stack.query(
      `INSERT INTO ballast
       WITH RECURSIVE counted AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM counted WHERE n < ?)
       SELECT REPEAT('x', ?) FROM counted`,
      [rows, ROW_BYTES],
    );
    return true;
  } catch (error) {
    if (error instanceof Error && TABLE_FULL.test(error.message)) return false;
    throw error;
  }
}
