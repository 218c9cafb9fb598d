import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
import type { AppProcess } from '../../support/stack/app-process.ts';
import type { FaultRun } from '../../support/faults/fault-run.ts';
import { OpenTransaction, untilLockWait } from '../../support/faults/open-transaction.ts';
import { FaultSuite } from '../../support/faults/fault-suite.ts';
import type { StatementMoment } from '../../support/proxy/mysql-proxy.ts';

const FULL_SPEED = { KAFKA_PARTITION_FETCH_BYTES: '1048576' };
const STOP_DEADLINE_MS = 10_000;
const BACKLOG = 20_000;
const STORM_CONSUMERS = 3;
const STORM_STEP_MS = [300, 1_500] as const;

const suite = new FaultSuite('consumer');

/** Kills a consumer while its COMMIT is held at the given moment, and lets a new one continue. */
async function killAtCommit(run: FaultRun, moment: StatementMoment): Promise<void> {
  run.startLoad();
  await run.eachRound(async () => {
    const held = run.faults.databaseLink.nextCommit(moment);
    const consumer = run.consumer();
    const commit = await held;
    await run.kill(consumer);
    commit.reset();
    await run.faults.renameGroup();
  });
  await run.measureRecovery(() => run.consumer());
}

describe('a consumer that is killed', () => {
  suite.fault(
    'consumer: kill -9 in the middle of a batch',
    async (run) => {
      run.startLoad();
      await run.eachRound(async () => {
        const consumer = run.consumer();
        await consumer.line(/joined the consumer group/);
        await run.untilProgress();
        await run.kill(consumer);
        await run.faults.renameGroup();
      });
      await run.measureRecovery(() => run.consumer());
    },
    { rounds: [5, 100] },
  );

  const moments: readonly [string, StatementMoment][] = [
    ['before its COMMIT reaches the database', 'before'],
    ['while the database commits', 'forwarded'],
    ['after the COMMIT, before its response arrives', 'answered'],
  ];
  for (const [when, moment] of moments) {
    suite.fault(`consumer: kill -9 ${when}`, (run) => killAtCommit(run, moment), { rounds: [10, 100] });
  }

  suite.fault('consumer: kill -9 of one of three while the others take over', async (run) => {
    const consumers = [1, 2, 3].map(() => run.consumer());
    run.startLoad();
    await Promise.all(consumers.map((consumer) => consumer.line(/joined the consumer group/)));
    await run.untilProgress();
    const victim = run.random.pick(consumers);
    await run.measureRecovery(() => run.kill(victim));
  });
});

describe('a consumer that is paused', () => {
  suite.fault(
    'consumer: SIGSTOP past its session before a transaction, takeover by another, SIGCONT',
    async (run) => {
      const link = await run.faults.addDatabaseLink();
      const zombie = await run.consumerUnderLoad({ MYSQL_PORT: String(link.port) });
      const begin = await link.nextStatement(/^begin/i, 'before');
      zombie.signal('SIGSTOP');
      const successor = run.consumer();
      await successor.line(/joined the consumer group/);
      await run.untilProgress();
      begin.release();
      const joined = countLines(zombie, /joined the consumer group/);
      await run.measureRecovery(() => zombie.signal('SIGCONT'));
      await eventually(() => expect(countLines(zombie, /joined the consumer group/)).toBeGreaterThan(joined));
    },
  );

  suite.fault(
    'consumer: SIGSTOP past its session inside a transaction, takeover by another, SIGCONT',
    async (run) => {
      const link = await run.faults.addDatabaseLink();
      const zombie = await run.consumerUnderLoad({ MYSQL_PORT: String(link.port) });
      const locked = await link.nextStatement(/^UPDATE consumer_offset/i, 'answered');
      zombie.signal('SIGSTOP');
      const successor = run.consumer();
      await successor.line(/joined the consumer group/);
      await untilLockWait(run.faults.stack);
      locked.release();
      await run.measureRecovery(() => zombie.signal('SIGCONT'));
    },
  );

  suite.fault('consumer: started while another transaction locks all alerts', async (run) => {
    const consumer = await run.consumerUnderLoad();
    await eventually(async () => expect(await findFiringAlerts(run)).not.toEqual([]));
    await run.stop(consumer);
    const locks = await OpenTransaction.begin(run.faults.stack);
    await locks.execute('SELECT * FROM alert_episode FOR UPDATE');
    const successor = run.consumer();
    await successor.line(/joined the consumer group/);
    expect(countLines(successor, /waiting for MySQL/)).toBe(0);
    await run.measureRecovery(() => locks.rollback());
  });
});

async function findFiringAlerts({ faults }: FaultRun): Promise<unknown[]> {
  return await faults.stack.query("SELECT rule FROM alert_episode WHERE state = 'firing'");
}

function countLines({ lines }: AppProcess, pattern: RegExp): number {
  return lines.filter((line) => pattern.test(line)).length;
}

describe('consumers that come and go', () => {
  suite.fault(
    'consumer: SIGTERM under load',
    async (run) => {
      await run.faults.load.publish(BACKLOG);
      await run.eachRound(async () => {
        const consumer = await run.consumerUnderLoad();
        const startedAt = performance.now();
        await run.stop(consumer);
        expect(performance.now() - startedAt).toBeLessThan(STOP_DEADLINE_MS);
      });
      await run.measureRecovery(() => run.consumer());
    },
    { rounds: [2, 50] },
  );

  suite.fault(
    'consumer: three consumers join, leave and are killed at random',
    async (run) => {
      run.startLoad();
      let running: AppProcess[] = [];
      await run.eachRound(async () => {
        const leaves =
          running.length === STORM_CONSUMERS || (running.length > 0 && run.random.fraction() < 0.4);
        if (leaves) {
          const leaver = run.random.pick(running);
          await leaver.line(/consuming/);
          running = running.filter((consumer) => consumer !== leaver);
          await (run.random.fraction() < 0.3 ? run.kill(leaver) : run.stop(leaver));
        } else {
          running.push(run.consumer());
        }
        await delay(run.random.integer(...STORM_STEP_MS));
      });
      await run.measureRecovery(() => run.consumer());
    },
    { rounds: [12, 200] },
  );
});

describe('readings of all kinds', () => {
  suite.fault('data: 1 % invalid records at full speed', async (run) => {
    await run.faults.load.publish(BACKLOG, { garbage: 0.01, repeats: 0, late: 0 });
    run.consumer(FULL_SPEED);
  });

  suite.fault(
    'data: duplicates, corrections, shuffled order and readings that are days late',
    async (run) => {
      await run.faults.load.publishShuffled(BACKLOG, { garbage: 0.001, repeats: 0.3, late: 0.3 });
      run.consumer(FULL_SPEED);
    },
  );
});
