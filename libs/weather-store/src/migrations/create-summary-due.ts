import { Migration } from '@mikro-orm/migrations';

/**
 * The hours whose rollups must be recomputed, one row per station and day: `hours` has a bit for each hour, the lowest for the
 * first; `mark` changes whenever a transaction adds hours. The hours of existing readings are marked.
 */
export class CreateSummaryDue extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE summary_due (
        day_start DATETIME NOT NULL,
        station_id INT UNSIGNED NOT NULL,
        hours INT UNSIGNED NOT NULL,
        mark BIGINT UNSIGNED NOT NULL,
        PRIMARY KEY (day_start, station_id)
      ) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
    this.addSql(`
      INSERT INTO summary_due (day_start, station_id, hours, mark)
      SELECT DATE(observed_at), station_id, BIT_OR(1 << HOUR(observed_at)), 0
      FROM reading GROUP BY DATE(observed_at), station_id`);
  }

  override down(): void {
    this.addSql('DROP TABLE summary_due');
  }
}
