import { Migration } from '@mikro-orm/migrations';

/**
 * An episode that was told as over may fire again, and is told again: its events are no longer unique. What was told as
 * firing has its city with it, under which its end is told.
 */
export class RenewNotificationEvent extends Migration {
  override up(): void {
    this.addSql(`
      ALTER TABLE notification_event
        ADD COLUMN city VARCHAR(80) NULL,
        ADD INDEX notification_event_episode (group_id, station_id, started_at),
        DROP INDEX notification_event_once`);
    this.addSql(`
      UPDATE notification_event e JOIN station s ON s.id = e.station_id SET e.city = s.city WHERE e.state = 'firing'`);
  }

  /** Of events that came several times the last stay. */
  override down(): void {
    this.addSql(`
      DELETE e FROM notification_event e
      JOIN notification_event l ON l.group_id = e.group_id AND l.station_id = e.station_id
        AND l.started_at = e.started_at AND l.event = e.event AND l.id > e.id`);
    this.addSql(`
      ALTER TABLE notification_event
        ADD UNIQUE INDEX notification_event_once (group_id, station_id, started_at, event),
        DROP INDEX notification_event_episode,
        DROP COLUMN city`);
  }
}
