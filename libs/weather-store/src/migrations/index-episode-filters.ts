import { Migration } from '@mikro-orm/migrations';

/**
 * Lists of alerts of a rule, a severity or a state begin with those that began last, however few fit: with the primary key
 * behind it, each index has their order. The index by the state takes the place of the one before it.
 */
export class IndexEpisodeFilters extends Migration {
  override up(): void {
    this.addSql('CREATE INDEX alert_episode_state_start ON alert_episode (state, started_at)');
    this.addSql('CREATE INDEX alert_episode_severity ON alert_episode (severity, started_at)');
    this.addSql('CREATE INDEX alert_episode_rule ON alert_episode (rule, started_at)');
    this.addSql('DROP INDEX alert_episode_state_id ON alert_episode');
  }

  override down(): void {
    this.addSql('CREATE INDEX alert_episode_state_id ON alert_episode (state, id)');
    this.addSql('DROP INDEX alert_episode_rule ON alert_episode');
    this.addSql('DROP INDEX alert_episode_severity ON alert_episode');
    this.addSql('DROP INDEX alert_episode_state_start ON alert_episode');
  }
}
