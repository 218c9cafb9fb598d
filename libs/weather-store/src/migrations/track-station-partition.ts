import { Migration } from '@mikro-orm/migrations';

/**
 * Which partition has written a station last, and how often it was another one than before. `state_epoch` grows whenever a
 * station is taken over from the partition, in the transaction that takes it: what is remembered of its stations holds no longer.
 */
export class TrackStationPartition extends Migration {
  override up(): void {
    this.addSql(`
      ALTER TABLE consumer_offset
        ADD COLUMN id INT UNSIGNED NOT NULL AUTO_INCREMENT,
        ADD COLUMN state_epoch INT UNSIGNED NOT NULL DEFAULT 0,
        ADD UNIQUE KEY consumer_offset_id (id)`);
    this.addSql(`
      ALTER TABLE station
        ADD COLUMN written_by INT UNSIGNED NULL,
        ADD COLUMN hand_overs TINYINT UNSIGNED NOT NULL DEFAULT 0,
        ADD COLUMN handed_over_at DATETIME(3) NULL`);
  }

  override down(): void {
    this.addSql(
      'ALTER TABLE station DROP COLUMN written_by, DROP COLUMN hand_overs, DROP COLUMN handed_over_at',
    );
    this.addSql(
      'ALTER TABLE consumer_offset DROP COLUMN id, DROP COLUMN state_epoch, DROP KEY consumer_offset_id',
    );
  }
}
