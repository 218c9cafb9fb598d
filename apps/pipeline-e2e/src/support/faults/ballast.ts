import type { TestStack } from '../stack/test-stack.ts';

const ROW_BYTES = 7_000;
const ROWS_AT_ONCE = [1_000, 50, 1];
const TABLE_FULL = /is full/;

/** Options of a database whose shared tablespace cannot grow for ever: a full disk without a disk. */
export const BOUNDED_TABLESPACE: readonly string[] = [
  '--innodb-data-file-path=ibdata1:12M:autoextend:max:32M',
];

/**
 * Moves the table of the alerts into the bounded tablespace. Only this one, whose rows keep their size: MariaDB 11.4 crashes
 * when it rolls back a change of a row that has to grow again while there is no room for another page, and at each start
 * after that.
 */
export async function boundTablespace(stack: TestStack): Promise<void> {
  await stack.query('SET GLOBAL innodb_file_per_table = 0');
  await stack.query('ALTER TABLE warning_temperatures ENGINE = InnoDB, ALGORITHM = COPY');
  await stack.query('CREATE TABLE ballast (bytes VARCHAR(8000) CHARACTER SET ascii NOT NULL)');
  await stack.query('SET GLOBAL innodb_file_per_table = 1');
}

/** Fills the bounded tablespace until the server says that it is full (1114). */
export async function fillTablespace(stack: TestStack): Promise<void> {
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
