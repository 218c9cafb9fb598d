import { Migration } from '@mikro-orm/migrations';

export class CreateStation extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE station (
        id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        station_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        city VARCHAR(80) NULL,
        UNIQUE KEY station_station_id (station_id)
      ) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  }

  override down(): void {
    this.addSql('DROP TABLE station');
  }
}
