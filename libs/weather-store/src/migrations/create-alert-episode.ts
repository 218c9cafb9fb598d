import { Migration } from '@mikro-orm/migrations';

/**
 * Times are event times. An episode is its station, its rule and its start, and that is the primary key: written again by a
 * key that is not the primary one it would lock the gap beside it, and with it episodes of other partitions.
 */
export class CreateAlertEpisode extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE alert_episode (
        id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
        rule VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        station_id INT UNSIGNED NOT NULL,
        severity VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        state ENUM('pending', 'firing', 'resolved') NOT NULL,
        started_at DATETIME(3) NOT NULL,
        fired_at DATETIME(3) NULL,
        resolved_at DATETIME(3) NULL,
        peak_value DOUBLE NOT NULL,
        peak_at DATETIME(3) NOT NULL,
        reading_count INT UNSIGNED NOT NULL,
        acknowledged_by VARCHAR(80) NULL,
        acknowledged_at DATETIME(3) NULL,
        PRIMARY KEY (station_id, rule, started_at),
        KEY alert_episode_id (id),
        KEY alert_episode_state (state)
      ) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  }

  override down(): void {
    this.addSql('DROP TABLE alert_episode');
  }
}
