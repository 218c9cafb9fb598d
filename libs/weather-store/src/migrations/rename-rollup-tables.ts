import { Migration } from '@mikro-orm/migrations';

/** Dirty hours and the retention cutoff under the names that the rest of the project uses for them. */
export class RenameRollupTables extends Migration {
  override up(): void {
    this.addSql('ALTER TABLE summary_due RENAME COLUMN mark TO version');
    this.addSql('RENAME TABLE summary_due TO rollup_dirty_hour');
    this.addSql('ALTER TABLE retention_floor RENAME COLUMN dropped_count TO deleted_count');
    this.addSql('RENAME TABLE retention_floor TO retention_cutoff');
  }

  override down(): void {
    this.addSql('RENAME TABLE retention_cutoff TO retention_floor');
    this.addSql('ALTER TABLE retention_floor RENAME COLUMN deleted_count TO dropped_count');
    this.addSql('RENAME TABLE rollup_dirty_hour TO summary_due');
    this.addSql('ALTER TABLE summary_due RENAME COLUMN version TO mark');
  }
}
