import { Migration } from '@mikro-orm/migrations';

/** The first four columns, their names and their order are the older project's. */
export class CreateWarningTemperatures extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE warning_temperatures (
        id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        sensor_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        temperature DOUBLE NOT NULL,
        timestamp DATETIME(3) NOT NULL,
        UNIQUE KEY warning_temperatures_sensor_timestamp (sensor_id, timestamp)
      ) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  }

  override down(): void {
    this.addSql('DROP TABLE warning_temperatures');
  }
}
