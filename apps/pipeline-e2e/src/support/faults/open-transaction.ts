import { expect } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
import type { WeatherDatabase } from '@weather/weather-store';
import type { TestStack } from '../stack/test-stack.ts';

type EntityManager = ReturnType<WeatherDatabase['fork']>;

/** Replaces the transaction that has just begun on this connection: the session's isolation level locks no gaps. */
const REPEATABLE_READ = ['ROLLBACK', 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ', 'START TRANSACTION'];

/** A transaction of the administrator that stays open. Rows that a writing statement reads are locked with their gaps. */
export class OpenTransaction {
  private constructor(private readonly em: EntityManager) {}

  static async begin(stack: TestStack): Promise<OpenTransaction> {
    const database = await stack.database();
    const em = database.fork();
    await em.begin();
    for (const sql of REPEATABLE_READ) await em.execute(sql);
    return new OpenTransaction(em);
  }

  async execute(sql: string, parameters: readonly unknown[] = []): Promise<void> {
    await this.em.execute(sql, [...parameters]);
  }

  /** Releases all locks. */
  async rollback(): Promise<void> {
    await this.em.rollback();
  }
}

/** Waits until a transaction waits for the lock of another. */
export async function untilLockWait(stack: TestStack): Promise<void> {
  await eventually(async () => {
    const waiting = await stack.query(
      "SELECT trx_id FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'",
    );
    expect(waiting).not.toEqual([]);
  });
}
