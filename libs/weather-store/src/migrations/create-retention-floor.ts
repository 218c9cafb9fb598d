import { Migration } from '@mikro-orm/migrations';

/**
 * One row: before `readings_since` the readings are gone or on their way; `dropped_count` are those that were deleted. The
 * first floor lies before any reading.
 */
export class CreateRetentionFloor extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE retention_floor (
        id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
        readings_since DATETIME NOT NULL,
        dropped_count BIGINT UNSIGNED NOT NULL
      ) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
    this.addSql(
      "INSERT INTO retention_floor (id, readings_since, dropped_count) VALUES (1, '1000-01-01', 0)",
    );
  }

  override down(): void {
    this.addSql('DROP TABLE retention_floor');
  }
}
