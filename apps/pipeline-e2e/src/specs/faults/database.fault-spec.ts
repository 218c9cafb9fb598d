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
import { observedAtOf, PLAIN } from '../../support/load/seeded-records.ts';
import { OpenTransaction, untilLockWait } from '../../support/faults/open-transaction.ts';
import { backUpTables, restoreTables } from '../../support/faults/table-backup.ts';

const QUICK = { MYSQL_SOCKET_TIMEOUT_MS: '2000' };
const FULL_SPEED = { KAFKA_PARTITION_FETCH_BYTES: '1048576' };
const BACKLOG = 20_000;
const REJECTED_ABOVE_CELSIUS = 44.8;

const suite = new FaultSuite('database', { databaseOptions: BOUNDED_TABLESPACE });

/** Expects the consumer to have logged that it waits, always for this reason, and that it continues. */
async function expectLogged(consumer: AppProcess, reason: RegExp): Promise<string[]> {
  await consumer.line(/MySQL at .* answers again/);
  const waiting = consumer.lines.filter((line) => line.includes('waiting for MySQL'));
  for (const line of waiting) expect(line).toMatch(reason);
  return waiting;
}

async function expectLoggedOnce(consumer: AppProcess, reason: RegExp): Promise<void> {
  expect(await expectLogged(consumer, reason)).toHaveLength(1);
}

async function sustainDatabaseOutage(run: FaultRun, consumer: AppProcess): Promise<void> {
  await consumer.line(/waiting for MySQL at/);
  await run.sustainOutage(consumer);
}

describe('a database that is unreachable', () => {
  suite.fault('database: killed and restarted', async (run) => {
    const consumer = await run.consumerUnderLoad();
    await run.servers.database.kill();
    await sustainDatabaseOutage(run, consumer);
    await run.measureRecovery(() => run.servers.database.start());
    await expectLoggedOnce(consumer, /ECONNRE|closed|lost/i);
  });

  suite.fault('database: paused (SIGSTOP) and resumed', async (run) => {
    const consumer = await run.consumerUnderLoad(QUICK);
    run.servers.database.pause();
    await sustainDatabaseOutage(run, consumer);
    await run.measureRecovery(() => run.servers.database.resume());
    // An attempt of another partition may have timed out as well.
    await expectLogged(consumer, /no answer|ETIMEDOUT/);
  });

  suite.fault(
    'database: its connections killed one by one while batches are written',
    async (run) => {
      await run.consumerUnderLoad();
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
        await run.measureRecovery(() => run.faults.stack.query(`KILL ${id}`).catch(ignoreGone));
      });
    },
    { rounds: [10, 100] },
  );
});

/** Ignores that the connection has closed in the meantime. */
function ignoreGone(error: unknown): void {
  if (!(error instanceof Error && /Unknown thread/.test(error.message))) throw error;
}

describe('a database that fails transactions', () => {
  suite.fault('database: deadlock (1213)', async (run) => {
    const { stack, group } = run.faults;
    await run.faults.load.publish(BACKLOG, PLAIN);
    const consumer = await run.consumerUnderLoad();
    await stack.query('CREATE TABLE scratch (at DATETIME(3) NOT NULL)');
    const locks = await OpenTransaction.begin(stack);
    // It locks every reading and the gaps between them and writes more than a batch, so the consumer is the victim.
    await locks.execute('INSERT INTO scratch SELECT observed_at FROM reading LOCK IN SHARE MODE');
    await untilLockWait(stack);
    await locks.execute('SELECT * FROM consumer_offset WHERE consumer_group = ? FOR UPDATE', [group]);
    await consumer.line(/waiting for MySQL at.*deadlock/i);
    await run.measureRecovery(() => locks.rollback());
    await stack.query('DROP TABLE scratch');
  });

  suite.fault('database: lock wait timeout (1205)', async (run) => {
    const consumer = await run.consumerUnderLoad(QUICK);
    const locks = await OpenTransaction.begin(run.faults.stack);
    await locks.execute('SELECT * FROM consumer_offset FOR UPDATE');
    await sustainDatabaseOutage(run, consumer);
    await run.measureRecovery(() => locks.rollback());
    await expectLoggedOnce(consumer, /lock wait timeout/i);
  });

  suite.fault('database: read-only and back', async (run) => {
    const consumer = await run.consumerUnderLoad();
    await run.faults.stack.query('SET GLOBAL read_only = 1');
    await sustainDatabaseOutage(run, consumer);
    await run.measureRecovery(() => run.faults.stack.query('SET GLOBAL read_only = 0'));
    await expectLoggedOnce(consumer, /read.only/i);
  });

  suite.fault('database: disk full and freed (1114)', async (run) => {
    // While transactions are open, the server may report a deadlock with the ALTER TABLE.
    await boundTablespace(run.faults.stack);
    const consumer = await run.consumerUnderLoad();
    await fillTablespace(run.faults.stack);
    await sustainDatabaseOutage(run, consumer);
    await run.measureRecovery(() => freeTablespace(run.faults.stack));
    // A transaction of another partition may still have fitted.
    await expectLogged(consumer, /full/);
  });
});

describe('a COMMIT', () => {
  const moments = [
    ['whose response is lost', 'answered'],
    ['that never arrives', 'before'],
  ] as const;
  for (const [what, moment] of moments) {
    suite.fault(
      `database: a COMMIT ${what}`,
      async (run) => {
        await run.consumerUnderLoad();
        await run.eachRound(async () => {
          const commit = await run.faults.databaseLink.nextCommit(moment);
          await run.measureRecovery(() => commit.reset());
        });
      },
      { rounds: [10, 100] },
    );
  }
});

describe('tables that change while the consumer runs', () => {
  suite.fault("database: restored from yesterday's backup", async (run) => {
    const { stack } = run.faults;
    await run.stop(await run.consumerUnderLoad());
    await backUpTables(stack);
    await run.stop(await run.consumerUnderLoad());
    await restoreTables(stack);
    await run.measureRecovery(() => run.consumer());
  });

  suite.fault('database: migrations, a new column and a new index while readings flow', async (run) => {
    const { stack } = run.faults;
    await run.consumerUnderLoad();
    await stack.migrate('up');
    await stack.query('ALTER TABLE reading ADD COLUMN battery VARCHAR(20) NULL');
    await stack.query('ALTER TABLE reading ADD INDEX reading_observed_at (observed_at)');
    await run.untilProgress();
    await stack.query('ALTER TABLE reading DROP INDEX reading_observed_at');
    await run.measureRecovery(() => stack.query('ALTER TABLE reading DROP COLUMN battery'));
  });

  suite.fault('database: rejects some rows in batches of thousands', async (run) => {
    const { load, stack } = run.faults;
    await load.settle();
    const from = observedAtOf(load.sent.length);
    suite.rejected.push(({ observedAt, temperature = 0 }) => {
      return observedAt >= from && temperature > REJECTED_ABOVE_CELSIUS;
    });
    const at = new Date(from).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
    await stack.query(
      `ALTER TABLE reading ADD CONSTRAINT not_so_hot
       CHECK (observed_at < '${at}' OR temperature <= ${REJECTED_ABOVE_CELSIUS})`,
    );
    await load.publish(BACKLOG);
    run.consumer(FULL_SPEED);
  });
});

describe('servers that start later than the consumer', () => {
  suite.fault('database and Kafka: down when the consumer starts', async (run) => {
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
    run.startLoad();
    await run.measureRecovery(() => undefined);
  });
});
