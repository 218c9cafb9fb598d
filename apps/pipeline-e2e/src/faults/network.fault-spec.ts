import { setTimeout as delay } from 'node:timers/promises';
import { describe } from '@jest/globals';
import { byForm } from './support/fault-settings.ts';
import type { FaultRun } from './support/fault-run.ts';
import type { FaultStack } from './support/fault-stack.ts';
import { FaultSuite } from './support/fault-suite.ts';
import type { FaultProxy } from './support/proxy/fault-proxy.ts';
import type { Direction } from './support/proxy/link.ts';

const QUICK = { MYSQL_ANSWER_TIMEOUT_MS: '2000' };
const LATENCY_MS = 50;
const SLOW_BYTES_PER_SECOND = 200_000;
const OUTAGE_MS = byForm(2_000, 120_000);
const DIRECTIONS: readonly Direction[] = ['toServer', 'toClient'];

const suite = new FaultSuite('network');

interface Way {
  readonly to: string;
  readonly link: (faults: FaultStack) => FaultProxy;
  /** What the consumer says when it has noticed that nobody answers. */
  readonly noticed: RegExp;
  readonly resets: readonly [short: number, long: number];
}

const ways: readonly Way[] = [
  {
    to: 'database',
    link: ({ databaseLink }) => databaseLink,
    noticed: /waiting for MySQL at/,
    resets: [10, 100],
  },
  { to: 'Kafka', link: ({ kafkaLink }) => kafkaLink, noticed: /waiting for Kafka at/, resets: [5, 100] },
];

describe.each(ways)('the network between consumer and $to', ({ to, link, noticed, resets }) => {
  const linkOf = (run: FaultRun): FaultProxy => link(run.faults);

  suite.fault(`consumer to ${to}: latency`, async (run) => {
    linkOf(run).delay(LATENCY_MS);
    await run.consumingUnder();
    await run.recovery(() => linkOf(run).heal());
  });

  suite.fault(`consumer to ${to}: a narrow line`, async (run) => {
    linkOf(run).throttle(SLOW_BYTES_PER_SECOND);
    await run.consumingUnder();
    await run.recovery(() => linkOf(run).heal());
  });

  suite.fault(
    `consumer to ${to}: connections reset`,
    async (run) => {
      await run.consumingUnder();
      await run.eachRound(() => run.recovery(() => linkOf(run).resetAll()));
    },
    { rounds: resets },
  );

  suite.fault(`consumer to ${to}: connections refused`, async (run) => {
    const consumer = await run.consumingUnder();
    await linkOf(run).refuse();
    await consumer.line(noticed);
    await delay(OUTAGE_MS);
    await run.expectIdle(consumer);
    await run.recovery(() => linkOf(run).heal());
  });

  for (const direction of DIRECTIONS) {
    const what = direction === 'toServer' ? 'what is asked is lost' : 'answers are lost';
    suite.fault(
      `consumer to ${to}: half-open connections, ${what}`,
      async (run) => {
        await run.consumingUnder(QUICK);
        await run.eachRound(() => run.recovery(() => linkOf(run).severAll(direction)));
      },
      { rounds: [1, 10] },
    );
  }

  suite.fault(`consumer to ${to}: a black hole`, async (run) => {
    const consumer = await run.consumingUnder(QUICK);
    linkOf(run).blackHole();
    await consumer.line(noticed);
    await delay(OUTAGE_MS);
    await run.expectIdle(consumer);
    await run.recovery(() => linkOf(run).heal());
  });
});

describe('a consumer that is cut off inside a transaction', () => {
  suite.fault('consumer to database: cut off while it holds the row of a partition', async (run) => {
    const link = await run.faults.anotherDatabaseLink();
    await run.consumingUnder({ ...QUICK, MYSQL_PORT: String(link.port) });
    await link.nextStatement(/FOR UPDATE/i, 'answered');
    await run.recovery(() => {
      for (const direction of DIRECTIONS) link.severAll(direction);
    });
  });
});
