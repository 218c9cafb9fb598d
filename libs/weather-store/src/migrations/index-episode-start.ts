import { Migration } from '@mikro-orm/migrations';

/** Lists of alerts begin with those that began last: with the primary key behind it, the index has their order. */
export class IndexEpisodeStart extends Migration {
  override up(): void {
    this.addSql('CREATE INDEX alert_episode_start ON alert_episode (started_at)');
  }

  override down(): void {
    this.addSql('DROP INDEX alert_episode_start ON alert_episode');
  }
}
