import type { TestStack } from '../stack/test-stack.ts';

const ROW_BYTES = 7_000;
const ROWS_PER_INSERT = [1_000, 50, 1];
const TABLE_FULL = /is full/;

/** Database options that bound the shared tablespace: they simulate a full disk. */
export const BOUNDED_TABLESPACE: readonly string[] = [
  '--innodb-data-file-path=ibdata1:12M:autoextend:max:32M',
];

/**
 * Moves `warning_temperatures` into the bounded tablespace. Its rows keep their size, which matters: MariaDB 11.4 crashes,
 * then and at each later start, when a rollback has to grow a row and there is no room for another page.
 */
export async function boundTablespace(stack: TestStack): Promise<void> {
  await stack.query('SET GLOBAL innodb_file_per_table = 0');
  await stack.query('ALTER TABLE warning_temperatures ENGINE = InnoDB, ALGORITHM = COPY');
  await stack.query('CREATE TABLE ballast (bytes VARCHAR(8000) CHARACTER SET ascii NOT NULL)');
  await stack.query('SET GLOBAL innodb_file_per_table = 1');
}

/** Fills the bounded tablespace until the server reports it full (error 1114). */
export async function fillTablespace(stack: TestStack): Promise<void> {
  for (const rows of ROWS_PER_INSERT) while (await tryInsert(stack, rows));
}

/** Makes room in the bounded tablespace again. */
export async function freeTablespace(stack: TestStack): Promise<void> {
  await stack.query('DROP TABLE ballast');
}

async function tryInsert(stack: TestStack, rows: number): Promise<boolean> {
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
