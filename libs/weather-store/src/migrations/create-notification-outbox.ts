import { Migration } from '@mikro-orm/migrations';

/** What people are to be told of an episode, noted in the transaction that moved it. For its key see `alert_episode`. */
export class CreateNotificationOutbox extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE notification_outbox (
        id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
        rule VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        station_id INT UNSIGNED NOT NULL,
        started_at DATETIME(3) NOT NULL,
        event ENUM('firing', 'resolved') NOT NULL,
        created_at DATETIME(3) NOT NULL,
        PRIMARY KEY (station_id, rule, started_at, event),
        KEY notification_outbox_id (id)
      ) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  }

  override down(): void {
    this.addSql('DROP TABLE notification_outbox');
  }
}
