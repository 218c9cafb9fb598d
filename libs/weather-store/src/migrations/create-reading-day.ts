import { Migration } from '@mikro-orm/migrations';
import { createSummaryTable } from './summary-table.ts';

/** The day a row is of begins at `day_start`, UTC. */
export class CreateReadingDay extends Migration {
  override up(): void {
    this.addSql(createSummaryTable('reading_day', 'day_start'));
  }

  override down(): void {
    this.addSql('DROP TABLE reading_day');
  }
}
