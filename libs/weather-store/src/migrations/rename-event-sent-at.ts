import { Migration } from '@mikro-orm/migrations';

/** Names the time of a sent event as the notifier does: it sends events, the outbox records them. */
export class RenameEventSentAt extends Migration {
  override up(): void {
    this.addSql('ALTER TABLE notification_event RENAME COLUMN published_at TO sent_at');
  }

  override down(): void {
    this.addSql('ALTER TABLE notification_event RENAME COLUMN sent_at TO published_at');
  }
}
