import { MIGRATIONS } from './migrations/index.ts';
import type { WeatherDatabase } from './weather-database.ts';

/** A migration and whether the database has it. */
export interface MigrationStatus {
  readonly name: string;
  readonly executedAt: Date | null;
}

const LOCK_NAME = 'weather_migrations';
const LOCK_WAIT_SECONDS = 60;

/** Runs the migrations; of several that start at the same time one works and the others wait for it. */
export class SchemaMigrator {
  constructor(private readonly database: WeatherDatabase) {}

  /** @returns the names of the migrations that were run. */
  async up(): Promise<string[]> {
    return await this.#locked(async () => {
      const done = await this.database.orm.migrator.up();
      return done.map(({ name }) => name);
    });
  }

  /**
   * Takes back the newest migration, or all down to and including a given one.
   * @returns the names of the migrations that were reverted, newest first.
   */
  async down(to?: string): Promise<string[]> {
    if (to !== undefined && !MIGRATIONS.some(({ name }) => name === to)) {
      throw new Error(
        `there is no migration "${to}"; there are: ${MIGRATIONS.map(({ name }) => name).join(', ')}`,
      );
    }
    return await this.#locked(async () => {
      const undone: string[] = [];
      for (;;) {
        const [migration] = await this.database.orm.migrator.down();
        if (migration) undone.push(migration.name);
        if (to === undefined || migration === undefined || migration.name === to) return undone;
      }
    });
  }

  /** All migrations, oldest first. */
  async status(): Promise<MigrationStatus[]> {
    const executed = await this.database.orm.migrator.getExecuted();
    const executedAt = new Map(executed.map(({ name, executed_at }) => [name, executed_at]));
    return MIGRATIONS.map(({ name }) => ({ name, executedAt: executedAt.get(name) ?? null }));
  }

  /** MikroORM takes no lock of its own, and DDL is not transactional here. The lock ends with its connection. */
  async #locked<T>(work: () => Promise<T>): Promise<T> {
    return await this.database.fork().transactional(async (em) => {
      const [row] = await em.execute<{ taken: number | null }[]>('SELECT GET_LOCK(?, ?) AS taken', [
        LOCK_NAME,
        LOCK_WAIT_SECONDS,
      ]);
      if (row?.taken !== 1) throw new Error(`another migrator has been at work for ${LOCK_WAIT_SECONDS} s`);
      try {
        return await work();
      } finally {
        await em.execute('SELECT RELEASE_LOCK(?)', [LOCK_NAME]);
      }
    });
  }
}
