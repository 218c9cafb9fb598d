import { reasonOf } from '@weather/service-runtime';
import { isLoginRefused, isOutage, isStatementTimeout } from '../database-errors.ts';
import type { WeatherDatabase } from '../weather-database.ts';
import { DatabaseUnavailable } from './database-unavailable.ts';

export interface PromptReaderOptions {
  /** Statements that run at the same time. */
  readonly atOnce: number;
  /** Statements that wait for one of these to end; further ones are refused. */
  readonly waiting: number;
  /** Milliseconds from the question to its answer or refusal. */
  readonly timeoutMs: number;
}

/**
 * Reads rows for somebody who waits for them: within a bounded time there is an answer or an error, whatever the database
 * does, and no more than a bounded number of statements wait. Nothing is tried again.
 */
export class PromptReader {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(
    private readonly database: WeatherDatabase,
    private readonly options: PromptReaderOptions,
  ) {}

  /**
   * Runs a SELECT.
   * @throws DatabaseUnavailable when MySQL is away, busy or slow; other errors as they are.
   */
  async rows<T extends object>(sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
    const { timeoutMs } = this.options;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new DatabaseUnavailable('slow', `MySQL has not answered for ${timeoutMs} ms`));
      }, timeoutMs);
    });
    try {
      return await Promise.race([this.#inTurn<T>(sql, parameters), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #inTurn<T extends object>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    await this.#turn();
    try {
      return await this.#ask<T>(sql, parameters);
    } finally {
      this.#next();
    }
  }

  async #ask<T extends object>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    const { availability } = this.database;
    try {
      const rows = await this.database.execute<T>(sql, parameters);
      availability.succeeded(this);
      return rows;
    } catch (error) {
      if (isStatementTimeout(error))
        throw new DatabaseUnavailable('slow', 'MySQL took too long', { cause: error });
      if (!isOutage(error) && !isLoginRefused(error)) throw error;
      availability.down(reasonOf(error));
      throw new DatabaseUnavailable('away', 'MySQL does not answer', { cause: error });
    }
  }

  async #turn(): Promise<void> {
    const { atOnce, waiting } = this.options;
    if (this.#running < atOnce) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= waiting)
      throw new DatabaseUnavailable('busy', `${waiting} questions wait for MySQL already`);
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Hands the turn on. */
  #next(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running -= 1;
  }
}
