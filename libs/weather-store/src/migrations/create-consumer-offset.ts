import { Migration } from '@mikro-orm/migrations';

/** `next_offset` is NULL until the first batch is stored: the partition is then read from where it begins. */
export class CreateConsumerOffset extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE consumer_offset (
        consumer_group VARCHAR(190) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        topic VARCHAR(249) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        partition_number INT UNSIGNED NOT NULL,
        next_offset BIGINT UNSIGNED NULL,
        read_count BIGINT UNSIGNED NOT NULL DEFAULT 0,
        stored_count BIGINT UNSIGNED NOT NULL DEFAULT 0,
        repeated_count BIGINT UNSIGNED NOT NULL DEFAULT 0,
        dead_lettered_count BIGINT UNSIGNED NOT NULL DEFAULT 0,
        lost_count BIGINT UNSIGNED NOT NULL DEFAULT 0,
        updated_at DATETIME(3) NOT NULL,
        PRIMARY KEY (consumer_group, topic, partition_number)
      ) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  }

  override down(): void {
    this.addSql('DROP TABLE consumer_offset');
  }
}
