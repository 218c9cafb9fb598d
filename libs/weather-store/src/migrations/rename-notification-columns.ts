import { Migration } from '@mikro-orm/migrations';

/** Names the columns and a state of the notifications in the terms of the glossary: published, rejected. */
export class RenameNotificationColumns extends Migration {
  override up(): void {
    this.addSql('ALTER TABLE notification_group RENAME COLUMN formed_at TO last_notified_at');
    this.addSql('ALTER TABLE notification_event RENAME COLUMN told_at TO published_at');
    this.#renameState('refused', 'rejected');
  }

  override down(): void {
    this.addSql('ALTER TABLE notification_group RENAME COLUMN last_notified_at TO formed_at');
    this.addSql('ALTER TABLE notification_event RENAME COLUMN published_at TO told_at');
    this.#renameState('rejected', 'refused');
  }

  #renameState(from: string, to: string): void {
    const modify = (...states: string[]): void =>
      this.addSql(
        `ALTER TABLE notification MODIFY state ENUM('waiting', 'delivered', ${states.map((state) => `'${state}'`).join(', ')}) NOT NULL`,
      );
    modify(from, to);
    this.addSql(`UPDATE notification SET state = '${to}' WHERE state = '${from}'`);
    modify(to);
  }
}
