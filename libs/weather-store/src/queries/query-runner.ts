import type { EntityManager } from '@mikro-orm/mysql';
import { formatError } from '@weather/service-runtime';
import { isLoginDenied, isTransient, isStatementTimeout } from '../database-errors.ts';
import type { WeatherDatabase } from '../weather-database.ts';

interface QueryRunnerOptions {
  /** Queries that run at the same time. */
  readonly maxConcurrent: number;
  /** Queries that wait for one of these to end; further ones are rejected. */
  readonly maxQueued: number;
  /** Milliseconds from the call to its result or error. */
  readonly timeoutMs: number;
}

/** Why a query has no result: MySQL does not answer, too many queries wait already, or it takes too long. */
export type UnavailableReason = 'unreachable' | 'overloaded' | 'timeout';

/** A query that was not answered in time and may be answered later. */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError';

  constructor(
    readonly reason: UnavailableReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Runs queries for clients that wait for the result: whatever the database does, there is a result or an error within a
 * bounded time, and only a bounded number of queries wait. Nothing is retried.
 */
export class QueryRunner {
  #running = 0;
  readonly #queue: (() => void)[] = [];

  constructor(
    private readonly database: WeatherDatabase,
    private readonly options: QueryRunnerOptions,
  ) {}

  /**
   * Runs a SELECT.
   * @throws DatabaseUnavailableError when MySQL is unreachable, overloaded or too slow; other errors as they are.
   */
  async select<T extends object>(sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
    return await this.run((em) => em.execute<T[]>(sql, [...parameters]));
  }

  /**
   * Runs a query of an entity manager.
   * @throws DatabaseUnavailableError when MySQL is unreachable, overloaded or too slow; other errors as they are.
   */
  async run<T>(query: (em: EntityManager) => Promise<T>): Promise<T> {
    const { timeoutMs } = this.options;
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new DatabaseUnavailableError('timeout', `MySQL has not answered for ${timeoutMs} ms`));
      }, timeoutMs);
    });
    try {
      return await Promise.race([this.#enqueue(query), timeout]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #enqueue<T>(query: (em: EntityManager) => Promise<T>): Promise<T> {
    await this.#acquire();
    try {
      return await this.#execute(query);
    } finally {
      this.#release();
    }
  }

  async #execute<T>(query: (em: EntityManager) => Promise<T>): Promise<T> {
    const { availability } = this.database;
    try {
      const result = await query(this.database.fork());
      availability.succeeded(this);
      return result;
    } catch (error) {
      if (isStatementTimeout(error))
        throw new DatabaseUnavailableError('timeout', 'MySQL took too long', { cause: error });
      if (!isTransient(error) && !isLoginDenied(error)) throw error;
      availability.down(formatError(error));
      throw new DatabaseUnavailableError('unreachable', 'MySQL does not answer', { cause: error });
    }
  }

  async #acquire(): Promise<void> {
    const { maxConcurrent, maxQueued } = this.options;
    if (this.#running < maxConcurrent) {
      this.#running += 1;
      return;
    }
    if (this.#queue.length >= maxQueued)
      throw new DatabaseUnavailableError('overloaded', `${maxQueued} queries are waiting for MySQL already`);
    await new Promise<void>((resolve) => this.#queue.push(resolve));
  }

  /** Passes the slot on to the next query. */
  #release(): void {
    const next = this.#queue.shift();
    if (next) next();
    else this.#running -= 1;
  }
}
