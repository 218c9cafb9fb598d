import { Migration } from '@mikro-orm/migrations';

/**
 * What receivers have been told, are being told and are to be told: a group is what one receiver hears of one rule and
 * severity, an event waits in its group until a notification tells it, a notification has its body fixed when it is made.
 */
export class CreateNotification extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE notification_group (
        id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        receiver VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        rule VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        severity VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        open_notification BIGINT UNSIGNED NULL,
        formed_at DATETIME(3) NULL,
        due_at DATETIME(3) NULL,
        repeat_at DATETIME(3) NULL,
        UNIQUE KEY notification_group_name (receiver, rule, severity)
      ) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
    this.addSql(`
      CREATE TABLE notification_event (
        id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        group_id BIGINT UNSIGNED NOT NULL,
        station_id INT UNSIGNED NOT NULL,
        started_at DATETIME(3) NOT NULL,
        event ENUM('firing', 'resolved') NOT NULL,
        state ENUM('waiting', 'firing', 'done') NOT NULL,
        told_at DATETIME(3) NULL,
        UNIQUE KEY notification_event_once (group_id, station_id, started_at, event),
        KEY notification_event_state (group_id, state),
        KEY notification_event_age (state, told_at)
      ) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
    this.addSql(`
      CREATE TABLE notification (
        id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        group_id BIGINT UNSIGNED NOT NULL,
        receiver VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        idempotency_key VARCHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        body MEDIUMTEXT NOT NULL,
        alert_count INT UNSIGNED NOT NULL,
        state ENUM('waiting', 'delivered', 'refused') NOT NULL,
        attempts INT UNSIGNED NOT NULL DEFAULT 0,
        created_at DATETIME(3) NOT NULL,
        next_attempt_at DATETIME(3) NOT NULL,
        settled_at DATETIME(3) NULL,
        reason VARCHAR(500) NULL,
        UNIQUE KEY notification_idempotency_key (idempotency_key),
        KEY notification_next (receiver, state, next_attempt_at),
        KEY notification_age (state, settled_at)
      ) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  }

  override down(): void {
    this.addSql('DROP TABLE notification');
    this.addSql('DROP TABLE notification_event');
    this.addSql('DROP TABLE notification_group');
  }
}
