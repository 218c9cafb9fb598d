import { Migration } from '@mikro-orm/migrations';

/** The newest of the open episodes are found at the end of their part of the index, however many are open or over. */
export class IndexEpisodeState extends Migration {
  override up(): void {
    this.addSql('CREATE INDEX alert_episode_state_id ON alert_episode (state, id)');
    this.addSql('DROP INDEX alert_episode_state ON alert_episode');
  }

  override down(): void {
    this.addSql('CREATE INDEX alert_episode_state ON alert_episode (state)');
    this.addSql('DROP INDEX alert_episode_state_id ON alert_episode');
  }
}
