import { describe, expect } from '@jest/globals';
import { DeadLetterProducer, type InvalidRecord } from '@weather/kafka-client';
import { eventually } from '@weather/service-runtime/testing';
import { readTopic, silentConnection } from '../../support/stack/kafka-tools.ts';
import type { FaultRun } from '../../support/faults/fault-run.ts';
import type { FaultStack } from '../../support/faults/fault-stack.ts';
import { FaultSuite } from '../../support/faults/fault-suite.ts';
import type { Findings } from '../../support/oracle/compare.ts';
import type { FaultProxy } from '../../support/proxy/fault-proxy.ts';
import type { Direction } from '../../support/proxy/link.ts';
import { createTopic, countRecords } from '../../support/faults/topic-admin.ts';

const QUICK = { MYSQL_SOCKET_TIMEOUT_MS: '2000' };
const LATENCY_MS = 50;
const SLOW_BYTES_PER_SECOND = 200_000;
const DIRECTIONS: readonly Direction[] = ['toServer', 'toClient'];

const suite = new FaultSuite('network');

interface Connection {
  readonly to: string;
  readonly link: (faults: FaultStack) => FaultProxy;
  /** The log line of a consumer that has noticed the outage. */
  readonly noticed: RegExp;
  readonly resets: readonly [short: number, long: number];
}

const connections: readonly Connection[] = [
  {
    to: 'database',
    link: ({ databaseLink }) => databaseLink,
    noticed: /waiting for MySQL at/,
    resets: [10, 100],
  },
  { to: 'Kafka', link: ({ kafkaLink }) => kafkaLink, noticed: /waiting for Kafka at/, resets: [5, 100] },
];

describe.each(connections)('the network between consumer and $to', ({ to, link, noticed, resets }) => {
  const linkIn = (run: FaultRun): FaultProxy => link(run.faults);

  suite.fault(`consumer to ${to}: latency`, async (run) => {
    linkIn(run).delay(LATENCY_MS);
    await run.consumerUnderLoad();
    await run.measureRecovery(() => linkIn(run).heal());
  });

  suite.fault(`consumer to ${to}: limited bandwidth`, async (run) => {
    linkIn(run).limitBandwidth(SLOW_BYTES_PER_SECOND);
    await run.consumerUnderLoad();
    await run.measureRecovery(() => linkIn(run).heal());
  });

  suite.fault(
    `consumer to ${to}: connections reset`,
    async (run) => {
      await run.consumerUnderLoad();
      await run.eachRound(() => run.measureRecovery(() => linkIn(run).resetAll()));
    },
    { rounds: resets },
  );

  suite.fault(
    `consumer to ${to}: connections reset in the middle of a response`,
    async (run) => {
      await run.consumerUnderLoad();
      await run.eachRound(() => run.measureRecovery(() => linkIn(run).resetMidResponse()));
    },
    { rounds: resets },
  );

  suite.fault(`consumer to ${to}: connections refused`, async (run) => {
    const consumer = await run.consumerUnderLoad();
    await linkIn(run).refuse();
    await consumer.line(noticed);
    await run.sustainOutage(consumer);
    await run.measureRecovery(() => linkIn(run).heal());
  });

  for (const direction of DIRECTIONS) {
    const loss = direction === 'toServer' ? 'requests are lost' : 'responses are lost';
    suite.fault(
      `consumer to ${to}: half-open connections, ${loss}`,
      async (run) => {
        await run.consumerUnderLoad(QUICK);
        await run.eachRound(() => run.measureRecovery(() => linkIn(run).blackholeConnections(direction)));
      },
      { rounds: [1, 10] },
    );
  }

  suite.fault(`consumer to ${to}: a blackhole`, async (run) => {
    const consumer = await run.consumerUnderLoad(QUICK);
    linkIn(run).blackhole();
    await consumer.line(noticed);
    await run.sustainOutage(consumer);
    await run.measureRecovery(() => linkIn(run).heal());
  });
});

describe('a consumer that is cut off inside a transaction', () => {
  suite.fault('consumer to database: cut off while it holds the row of a partition', async (run) => {
    const link = await run.faults.addDatabaseLink();
    await run.consumerUnderLoad({ ...QUICK, MYSQL_PORT: String(link.port) });
    await link.nextStatement(/^UPDATE consumer_offset/i, 'answered');
    await run.measureRecovery(() => {
      for (const direction of DIRECTIONS) link.blackholeConnections(direction);
    });
  });
});

describe('dead letters of several partitions at once', () => {
  const topic = 'dead-letters';
  let published: string[] = [];

  suite.fault(
    'a producer of dead letters to Kafka: the response to the first of several requests lost',
    async (run) => {
      const { kafkaLink } = run.faults;
      await createTopic(run.servers.brokers, topic, 1);
      const deadLetters = await DeadLetterProducer.connect(
        silentConnection([`127.0.0.1:${kafkaLink.port}`]),
        topic,
      );
      published = [];
      await run.eachRound(async (round) => {
        const values = [1, 2, 3, 4].map((n) => `round ${round}, dead letter ${n}`);
        const before = await countRecords(run.servers.brokers, topic);
        kafkaLink.blackhole(['toClient']);
        const sends = values.map((value) => deadLetters.publish([makeDeadLetter(value)]));
        await eventually(async () => {
          expect(await countRecords(run.servers.brokers, topic)).toBeGreaterThan(before);
        });
        kafkaLink.resetAll();
        await run.measureRecovery(
          () => kafkaLink.heal(),
          () => Promise.all(sends),
        );
        published.push(...values);
      });
      await deadLetters.close();
      run.addSent(published.length);
    },
    { rounds: [10, 100], check: (run) => expectPublishedOnce(run, topic, published) },
  );
});

function makeDeadLetter(value: string): InvalidRecord {
  const record = { offset: 0, timestampMs: 0, key: null, value: Buffer.from(value), headers: {} };
  return { record, topic: 'elsewhere', partition: 0, stage: 'decode', message: 'a fault' };
}

async function expectPublishedOnce(
  run: FaultRun,
  topic: string,
  expected: readonly string[],
): Promise<Findings> {
  const count = await countRecords(run.servers.brokers, topic);
  const values = (await readTopic(run.servers, topic, count)).map(({ value }) => value);
  return {
    lost: expected.filter((value) => !values.includes(value)),
    doubled: values.filter((value, index) => values.indexOf(value) !== index),
    wrong: values.filter((value) => !expected.includes(value)),
    repeatedDeadLetters: 0,
  };
}
