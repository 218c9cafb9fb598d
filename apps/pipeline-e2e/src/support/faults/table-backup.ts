import type { TestStack } from '../stack/test-stack.ts';

const backupOf = (table: string): string => `backup_of_${table}`;

async function tablesOf(stack: TestStack): Promise<string[]> {
  const rows = await stack.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = DATABASE() AND table_name <> 'mikro_orm_migrations' AND table_name NOT LIKE ?`,
    [backupOf('%')],
  );
  return rows.map(({ name }) => name);
}

/** Copies all tables, while nothing writes. */
export async function backUpTables(stack: TestStack): Promise<void> {
  for (const table of await tablesOf(stack)) {
    await stack.query(`DROP TABLE IF EXISTS ${backupOf(table)}`);
    await stack.query(`CREATE TABLE ${backupOf(table)} AS SELECT * FROM ${table}`);
  }
}

/** Makes all tables what they were at the time of the backup. */
export async function restoreTables(stack: TestStack): Promise<void> {
  for (const table of await tablesOf(stack)) {
    await stack.query(`DELETE FROM ${table}`);
    await stack.query(`INSERT INTO ${table} SELECT * FROM ${backupOf(table)}`);
    await stack.query(`DROP TABLE ${backupOf(table)}`);
  }
}
