import { Migration } from '@mikro-orm/migrations';

const NEW_NAMES = {
  repeated_count: 'duplicate_count',
  replaced_count: 'correction_count',
  lost_count: 'expired_count',
};

/** Names the counts of a partition in the terms of the glossary: duplicates, corrections, expired records. */
export class RenameOffsetCounts extends Migration {
  override up(): void {
    for (const [old, name] of Object.entries(NEW_NAMES)) this.#rename(old, name);
  }

  override down(): void {
    for (const [old, name] of Object.entries(NEW_NAMES)) this.#rename(name, old);
  }

  #rename(from: string, to: string): void {
    this.addSql(`ALTER TABLE consumer_offset RENAME COLUMN ${from} TO ${to}`);
  }
}
