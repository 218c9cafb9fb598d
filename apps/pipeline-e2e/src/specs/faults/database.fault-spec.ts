import { describe, expect } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
import type { AppProcess } from '../../support/stack/app-process.ts';
import {
  BOUNDED_TABLESPACE,
  boundTablespace,
  fillTablespace,
  freeTablespace,
} from '../../support/faults/ballast.ts';
import type { FaultRun } from '../../support/faults/fault-run.ts';
import { FaultSuite } from '../../support/faults/fault-suite.ts';
import { instantOf, PLAIN } from '../../support/load/seeded-records.ts';
import { OpenTransaction, untilSomebodyWaitsForALock } from '../../support/faults/open-transaction.ts';
import { backUpTables, restoreTables } from '../../support/faults/table-backup.ts';

const QUICK = { MYSQL_ANSWER_TIMEOUT_MS: '2000' };
const FULL_SPEED = { KAFKA_PARTITION_FETCH_BYTES: '1048576' };
const BACKLOG = 20_000;
const REFUSED_ABOVE_CELSIUS = 44.8;

const suite = new FaultSuite('database', { databaseOptions: BOUNDED_TABLESPACE });

/** The consumer said that it waits, each time with this reason, and that it goes on. */
async function expectSaid(consumer: AppProcess, reason: RegExp): Promise<string[]> {
  await consumer.line(/MySQL at .* answers again/);
  const waiting = consumer.lines.filter((line) => line.includes('waiting for MySQL'));
  for (const line of waiting) expect(line).toMatch(reason);
  return waiting;
}

async function expectSaidOnce(consumer: AppProcess, reason: RegExp): Promise<void> {
  expect(await expectSaid(consumer, reason)).toHaveLength(1);
}

async function sitOut(run: FaultRun, consumer: AppProcess): Promise<void> {
  await consumer.line(/waiting for MySQL at/);
  await run.sitOut(consumer);
}

describe('a database that goes away', () => {
  suite.fault('database: killed and started again', async (run) => {
    const consumer = await run.consumingUnder();
    await run.servers.database.kill();
    await sitOut(run, consumer);
    await run.recovery(() => run.servers.database.start());
    await expectSaidOnce(consumer, /ECONNRE|closed|lost/i);
  });

  suite.fault('database: halted (SIGSTOP) and continued', async (run) => {
    const consumer = await run.consumingUnder(QUICK);
    run.servers.database.pause();
    await sitOut(run, consumer);
    await run.recovery(() => run.servers.database.resume());
    // An attempt of another partition may still have gone unanswered.
    await expectSaid(consumer, /no answer|ETIMEDOUT/);
  });

  suite.fault(
    'database: its connections killed one by one while batches are written',
    async (run) => {
      await run.consumingUnder();
      const { user } = run.faults.stack.databaseConfig('consumer');
      await run.eachRound(async () => {
        const threads = await eventually(async () => {
          const rows = await run.faults.stack.query<{ id: number }>(
            'SELECT id FROM information_schema.processlist WHERE user = ? ORDER BY id',
            [user],
          );
          expect(rows).not.toEqual([]);
          return rows;
        });
        const { id } = run.random.pick(threads);
        await run.recovery(() => run.faults.stack.query(`KILL ${id}`).catch(ignoreGone));
      });
    },
    { rounds: [10, 100] },
  );
});

/** The connection has ended by itself in the meantime. */
function ignoreGone(error: unknown): void {
  if (!(error instanceof Error && /Unknown thread/.test(error.message))) throw error;
}

describe('a database that does not take a transaction', () => {
  suite.fault('database: deadlock (1213)', async (run) => {
    const { stack, group } = run.faults;
    await run.faults.load.publish(BACKLOG, PLAIN);
    const consumer = await run.consumingUnder();
    await stack.query('CREATE TABLE scratch (at DATETIME(3) NOT NULL)');
    const locks = await OpenTransaction.begin(stack);
    // It locks every reading and the gaps between them, and writes more than a batch does: the consumer is the victim.
    await locks.execute('INSERT INTO scratch SELECT observed_at FROM reading LOCK IN SHARE MODE');
    await untilSomebodyWaitsForALock(stack);
    await locks.execute('SELECT * FROM consumer_offset WHERE consumer_group = ? FOR UPDATE', [group]);
    await consumer.line(/waiting for MySQL at.*deadlock/i);
    await run.recovery(() => locks.rollback());
    await stack.query('DROP TABLE scratch');
  });

  suite.fault('database: lock wait time-out (1205)', async (run) => {
    const consumer = await run.consumingUnder(QUICK);
    const locks = await OpenTransaction.begin(run.faults.stack);
    await locks.execute('SELECT * FROM consumer_offset FOR UPDATE');
    await sitOut(run, consumer);
    await run.recovery(() => locks.rollback());
    await expectSaidOnce(consumer, /lock wait timeout/i);
  });

  suite.fault('database: read-only and back', async (run) => {
    const consumer = await run.consumingUnder();
    await run.faults.stack.query('SET GLOBAL read_only = 1');
    await sitOut(run, consumer);
    await run.recovery(() => run.faults.stack.query('SET GLOBAL read_only = 0'));
    await expectSaidOnce(consumer, /read.only/i);
  });

  suite.fault('database: disk full and freed (1114)', async (run) => {
    // While transactions are open, the server may find the change of the table in a circle with them.
    await boundTablespace(run.faults.stack);
    const consumer = await run.consumingUnder();
    await fillTablespace(run.faults.stack);
    await sitOut(run, consumer);
    await run.recovery(() => freeTablespace(run.faults.stack));
    // A transaction of another partition may still have found room.
    await expectSaid(consumer, /full/);
  });
});

describe('a COMMIT', () => {
  const moments = [
    ['whose answer is lost', 'answered'],
    ['that never arrives', 'before'],
  ] as const;
  for (const [what, moment] of moments) {
    suite.fault(
      `database: a COMMIT ${what}`,
      async (run) => {
        await run.consumingUnder();
        await run.eachRound(async () => {
          const commit = await run.faults.databaseLink.nextCommit(moment);
          await run.recovery(() => commit.reset());
        });
      },
      { rounds: [10, 100] },
    );
  }
});

describe('tables that change under the consumer', () => {
  suite.fault("database: restored from yesterday's backup", async (run) => {
    const { stack } = run.faults;
    await run.stop(await run.consumingUnder());
    await backUpTables(stack);
    await run.stop(await run.consumingUnder());
    await restoreTables(stack);
    await run.recovery(() => run.consumer());
  });

  suite.fault('database: migrations, a new column and a new index while readings flow', async (run) => {
    const { stack } = run.faults;
    await run.consumingUnder();
    await stack.migrate('up');
    await stack.query('ALTER TABLE reading ADD COLUMN battery VARCHAR(20) NULL');
    await stack.query('ALTER TABLE reading ADD INDEX reading_observed_at (observed_at)');
    await run.progress();
    await stack.query('ALTER TABLE reading DROP INDEX reading_observed_at');
    await run.recovery(() => stack.query('ALTER TABLE reading DROP COLUMN battery'));
  });

  suite.fault('database: refuses some rows in batches of thousands', async (run) => {
    const { load, stack } = run.faults;
    await load.settle();
    const from = instantOf(load.sent.length);
    suite.refused.push(({ observedAt, temperature = 0 }) => {
      return observedAt >= from && temperature > REFUSED_ABOVE_CELSIUS;
    });
    const at = new Date(from).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
    await stack.query(
      `ALTER TABLE reading ADD CONSTRAINT not_so_hot
       CHECK (observed_at < '${at}' OR temperature <= ${REFUSED_ABOVE_CELSIUS})`,
    );
    await load.publish(BACKLOG);
    run.consumer(FULL_SPEED);
  });
});

describe('servers that are not there yet', () => {
  suite.fault('database and Kafka: away when the consumer starts', async (run) => {
    const { kafka, database } = run.servers;
    await Promise.all([kafka.stop(), database.stop()]);
    const consumer = run.consumer();
    await consumer.line(/waiting for MySQL at/);
    await database.start();
    await consumer.line(/MySQL at .* answers again/);
    await consumer.line(/waiting for Kafka at/);
    await run.expectIdle(consumer);
    await kafka.start();
    await consumer.line(/Kafka at .* answers again/);
    run.flow();
    await run.recovery(() => undefined);
  });
});
