import { Migration } from '@mikro-orm/migrations';
import { createSummaryTable } from './summary-table.ts';

/** The hour a row is of begins at `hour_start`, UTC. */
export class CreateReadingHour extends Migration {
  override up(): void {
    this.addSql(createSummaryTable('reading_hour', 'hour_start'));
  }

  override down(): void {
    this.addSql('DROP TABLE reading_hour');
  }
}
