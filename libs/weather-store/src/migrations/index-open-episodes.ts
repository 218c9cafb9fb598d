import { Migration } from '@mikro-orm/migrations';

/** The open episodes of a station that is restored are found without a look at those that are over. */
export class IndexOpenEpisodes extends Migration {
  override up(): void {
    this.addSql('CREATE INDEX alert_episode_open ON alert_episode (station_id, state)');
  }

  override down(): void {
    this.addSql('DROP INDEX alert_episode_open ON alert_episode');
  }
}
