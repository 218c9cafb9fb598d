import { describe, expect } from '@jest/globals';
import { DeadLetterProducer, type DeadLetter } from '@weather/kafka-client';
import { eventually } from '@weather/service-runtime/testing';
import { quietConnection } from '../../support/stack/quiet-connection.ts';
import { readTopic } from '../../support/stack/read-topic.ts';
import type { FaultRun } from '../../support/faults/fault-run.ts';
import type { FaultStack } from '../../support/faults/fault-stack.ts';
import { FaultSuite } from '../../support/faults/fault-suite.ts';
import type { Findings } from '../../support/oracle/compare.ts';
import type { FaultProxy } from '../../support/proxy/fault-proxy.ts';
import type { Direction } from '../../support/proxy/link.ts';
import { createTopic, recordsIn } from '../../support/faults/topic-admin.ts';

const QUICK = { MYSQL_ANSWER_TIMEOUT_MS: '2000' };
const LATENCY_MS = 50;
const SLOW_BYTES_PER_SECOND = 200_000;
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

  suite.fault(
    `consumer to ${to}: connections reset in the middle of an answer`,
    async (run) => {
      await run.consumingUnder();
      await run.eachRound(() => run.recovery(() => linkOf(run).breakOffAnswers()));
    },
    { rounds: resets },
  );

  suite.fault(`consumer to ${to}: connections refused`, async (run) => {
    const consumer = await run.consumingUnder();
    await linkOf(run).refuse();
    await consumer.line(noticed);
    await run.sitOut(consumer);
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
    await run.sitOut(consumer);
    await run.recovery(() => linkOf(run).heal());
  });
});

describe('a consumer that is cut off inside a transaction', () => {
  suite.fault('consumer to database: cut off while it holds the row of a partition', async (run) => {
    const link = await run.faults.anotherDatabaseLink();
    await run.consumingUnder({ ...QUICK, MYSQL_PORT: String(link.port) });
    await link.nextStatement(/^UPDATE consumer_offset/i, 'answered');
    await run.recovery(() => {
      for (const direction of DIRECTIONS) link.severAll(direction);
    });
  });
});

describe('dead letters of several partitions at once', () => {
  const topic = 'letters';
  let published: string[] = [];

  suite.fault(
    'a producer of dead letters to Kafka: the answer to the first of several sends lost',
    async (run) => {
      const { kafkaLink } = run.faults;
      await createTopic(run.servers.brokers, topic, 1);
      const deadLetters = await DeadLetterProducer.connect(
        quietConnection([`127.0.0.1:${kafkaLink.port}`]),
        topic,
      );
      published = [];
      await run.eachRound(async (round) => {
        const values = [1, 2, 3, 4].map((n) => `round ${round}, letter ${n}`);
        const before = await recordsIn(run.servers.brokers, topic);
        kafkaLink.blackHole(['toClient']);
        const sends = values.map((value) => deadLetters.publish([letterOf(value)]));
        await eventually(async () => {
          expect(await recordsIn(run.servers.brokers, topic)).toBeGreaterThan(before);
        });
        kafkaLink.resetAll();
        await run.recovery(
          () => kafkaLink.heal(),
          () => Promise.all(sends),
        );
        published.push(...values);
      });
      await deadLetters.close();
      run.alsoSent(published.length);
    },
    { rounds: [10, 100], judge: (run) => publishedOnce(run, topic, published) },
  );
});

function letterOf(value: string): DeadLetter {
  const record = { offset: 0, timestampMs: 0, key: null, value: Buffer.from(value), headers: {} };
  return { record, topic: 'elsewhere', partition: 0, stage: 'decode', reason: 'a fault' };
}

async function publishedOnce(run: FaultRun, topic: string, due: readonly string[]): Promise<Findings> {
  const count = await recordsIn(run.servers.brokers, topic);
  const values = (await readTopic(run.servers, topic, count)).map(({ value }) => value);
  return {
    lost: due.filter((value) => !values.includes(value)),
    doubled: values.filter((value, index) => values.indexOf(value) !== index),
    wrong: values.filter((value) => !due.includes(value)),
    repeatedDeadLetters: 0,
  };
}
