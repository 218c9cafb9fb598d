import { Migration } from '@mikro-orm/migrations';

/** Rows from before say that nothing of them was checked: 0x44444440. */
export class AddReadingQuality extends Migration {
  override up(): void {
    this.addSql('ALTER TABLE reading ADD COLUMN quality INT UNSIGNED NOT NULL DEFAULT 0x44444440');
  }

  override down(): void {
    this.addSql('ALTER TABLE reading DROP COLUMN quality');
  }
}
