import type { TestStack } from '../../stack/test-stack.ts';

const TABLES = [
  'station',
  'reading',
  'warning_temperatures',
  'consumer_offset',
  'summary_due',
  'reading_hour',
  'reading_day',
  'retention_floor',
];

const backupOf = (table: string): string => `backup_of_${table}`;

/** Copies all tables, while nothing writes. */
export async function backUpTables(stack: TestStack): Promise<void> {
  for (const table of TABLES) {
    await stack.query(`DROP TABLE IF EXISTS ${backupOf(table)}`);
    await stack.query(`CREATE TABLE ${backupOf(table)} AS SELECT * FROM ${table}`);
  }
}

/** Makes all tables what they were at the time of the backup. */
export async function restoreTables(stack: TestStack): Promise<void> {
  for (const table of TABLES) {
    await stack.query(`DELETE FROM ${table}`);
    await stack.query(`INSERT INTO ${table} SELECT * FROM ${backupOf(table)}`);
    await stack.query(`DROP TABLE ${backupOf(table)}`);
  }
}
