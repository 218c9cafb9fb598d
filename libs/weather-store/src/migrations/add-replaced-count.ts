import { Migration } from '@mikro-orm/migrations';

/** Readings that replaced other values were counted as repeated before, and are again when it is taken back. */
export class AddReplacedCount extends Migration {
  override up(): void {
    this.addSql(
      'ALTER TABLE consumer_offset ADD COLUMN replaced_count BIGINT UNSIGNED NOT NULL DEFAULT 0 AFTER repeated_count',
    );
  }

  override down(): void {
    this.addSql('UPDATE consumer_offset SET repeated_count = repeated_count + replaced_count');
    this.addSql('ALTER TABLE consumer_offset DROP COLUMN replaced_count');
  }
}
