import { Migration } from '@mikro-orm/migrations';

/**
 * Stations that already have readings are evaluated from their newest reading on: a checkpoint without a state marks it, and
 * keeps a restart from reading all earlier readings.
 */
export class CreateStationCheckpoint extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE station_checkpoint (
        station_id INT UNSIGNED NOT NULL,
        slot SMALLINT UNSIGNED NOT NULL,
        observed_at DATETIME(3) NOT NULL,
        state MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NULL,
        PRIMARY KEY (station_id, slot)
      ) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
    this.addSql(`
      INSERT INTO station_checkpoint (station_id, slot, observed_at)
      SELECT station_id, 0, MAX(observed_at) FROM reading GROUP BY station_id`);
  }

  override down(): void {
    this.addSql('DROP TABLE station_checkpoint');
  }
}
