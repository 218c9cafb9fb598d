import type { TestStack } from '../stack/test-stack.ts';

const backupName = (table: string): string => `backup_of_${table}`;

async function listTables(stack: TestStack): Promise<string[]> {
  const rows = await stack.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = DATABASE() AND table_name <> 'mikro_orm_migrations' AND table_name NOT LIKE ?`,
    [backupName('%')],
  );
  return rows.map(({ name }) => name);
}

/** Copies all tables; nothing may write meanwhile. */
export async function backUpTables(stack: TestStack): Promise<void> {
  for (const table of await listTables(stack)) {
    await stack.query(`DROP TABLE IF EXISTS ${backupName(table)}`);
    await stack.query(`CREATE TABLE ${backupName(table)} AS SELECT * FROM ${table}`);
  }
}

/** Restores all tables to the time of the backup. */
export async function restoreTables(stack: TestStack): Promise<void> {
  for (const table of await listTables(stack)) {
    await stack.query(`DELETE FROM ${table}`);
    await stack.query(`INSERT INTO ${table} SELECT * FROM ${backupName(table)}`);
    await stack.query(`DROP TABLE ${backupName(table)}`);
  }
}
