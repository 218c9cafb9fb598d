import { expect } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { FaultSuite } from '../../support/faults/fault-suite.ts';
import type { FaultRun } from '../../support/faults/fault-run.ts';
import { KnownReadings } from '../../support/load/known-readings.ts';
import {
  configureTopic,
  createTopic,
  deleteTopic,
  fetchEndOffsets,
  listMembers,
  removeRecords,
  type TopicSettings,
} from '../../support/faults/topic-admin.ts';
import { untilRead } from '../../support/faults/topic-counts.ts';
import { readCounts } from '../../support/stack/record-counts.ts';

/** Longer than the session timeout of a consumer, which is 6 s here. */
const PAST_THE_SESSION_MS = 7_500;
const MAX_BYTES = 'max.message.bytes';
const TOO_SMALL_BYTES = '120';
const LARGE_ENOUGH_BYTES = '1048588';

const suite = new FaultSuite('topic');

const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

function startConsumer(run: FaultRun, topic: string): ReturnType<FaultRun['consumer']> {
  return run.consumer({ TOPIC: topic, DEAD_LETTER_TOPIC: `${topic}-dlq`, KAFKA_GROUP_ID: topic });
}

async function createTopics(
  run: FaultRun,
  topic: string,
  deadLetterSettings: TopicSettings = {},
): Promise<void> {
  await createTopic(run.servers.brokers, topic);
  await createTopic(run.servers.brokers, `${topic}-dlq`, 1, deadLetterSettings);
}

const recreated = new KnownReadings('recreated-');

suite.fault(
  'the topic deleted and recreated while a consumer runs',
  async (run) => {
    const { stack } = run.faults;
    await createTopics(run, 'recreated');
    const consumer = startConsumer(run, 'recreated');
    await recreated.publish(stack, 'recreated', 0, 4_000);
    await untilRead(stack, 'recreated', 4_000);
    await deleteTopic(run.servers.brokers, 'recreated');
    await run.expectIdle(consumer);
    await createTopic(run.servers.brokers, 'recreated');
    await run.measureRecovery(
      () => recreated.publish(stack, 'recreated', 4_000, 5_000),
      () => untilRead(stack, 'recreated', 5_000),
    );
    await consumer.line(/the topic ends before the committed offset/);
    run.addSent(5_000);
  },
  { check: (run) => recreated.compare(run.faults.stack, new Set(numbers(0, 5_000))) },
);

const retained = new KnownReadings('retained-');

suite.fault(
  'records removed by retention before they were read',
  async (run) => {
    const { stack } = run.faults;
    const { brokers } = run.servers;
    await createTopics(run, 'retained');
    const first = startConsumer(run, 'retained');
    await retained.publish(stack, 'retained', 0, 1_000);
    await untilRead(stack, 'retained', 1_000);
    await run.stop(first);
    await retained.publish(stack, 'retained', 1_000, 3_000);
    const ends = await fetchEndOffsets(brokers, 'retained');
    await retained.publish(stack, 'retained', 3_000, 4_000);
    await removeRecords(brokers, 'retained', ends);
    const second = startConsumer(run, 'retained');
    await second.line(
      /records have expired: Kafka deleted them before they were read .*committedOffset=\d+ fetchedOffset=\d+ expired=\d+/,
    );
    await untilRead(stack, 'retained', 2_000);
    run.addSent(4_000);
    expect(await readCounts(stack, 'retained')).toEqual({
      read: 2_000,
      stored: 2_000,
      repeated: 0,
      replaced: 0,
      deadLettered: 0,
      lost: 2_000,
    });
  },
  {
    check: (run) =>
      retained.compare(run.faults.stack, new Set([...numbers(0, 1_000), ...numbers(3_000, 4_000)])),
  },
);

/** Makes invalid records with different keys, so that they spread over batches and partitions. */
const invalidRecords = (count: number): { key: string; value: Buffer }[] =>
  numbers(0, count).map((n) => ({ key: `bad-${n}`, value: Buffer.from(`no reading ${n}`) }));

const INVALID = 40;

async function withoutDeadLetterTopic(
  run: FaultRun,
  topic: string,
  known: KnownReadings,
  fault: { begin: () => Promise<void>; end: () => Promise<void> },
): Promise<void> {
  const { stack } = run.faults;
  const consumer = startConsumer(run, topic);
  await known.publish(stack, topic, 0, 1_000);
  await untilRead(stack, topic, 1_000);
  const members = await listMembers(run.servers.brokers, topic);
  await fault.begin();
  await stack.publish(topic, invalidRecords(INVALID));
  await known.publish(stack, topic, 1_000, 2_000);
  await consumer.line(new RegExp(`waiting for topic ${topic}-dlq`));
  await delay(PAST_THE_SESSION_MS);
  await run.expectIdle(consumer);
  expect(await readCounts(stack, topic)).toMatchObject({ read: 1_000, deadLettered: 0 });
  expect(await listMembers(run.servers.brokers, topic)).toEqual(members);
  await run.measureRecovery(fault.end, () => untilRead(stack, topic, 2_000 + INVALID));
  run.addSent(2_000);
  expect(await readCounts(stack, topic)).toEqual({
    read: 2_000 + INVALID,
    stored: 2_000,
    repeated: 0,
    replaced: 0,
    deadLettered: INVALID,
    lost: 0,
  });
  await expectDeadLetters(run, topic);
}

/** Expects each invalid record in the dead letter topic; duplicates come from publishing before a commit that failed. */
async function expectDeadLetters(run: FaultRun, topic: string): Promise<void> {
  const [count = 0] = await fetchEndOffsets(run.servers.brokers, `${topic}-dlq`);
  const deadLetters = await run.faults.stack.records(`${topic}-dlq`, count);
  const expected = invalidRecords(INVALID).map(({ value }) => value.toString());
  expect([...new Set(deadLetters.map(({ value }) => value))].sort()).toEqual(expected.sort());
}

const deletedDlq = new KnownReadings('deleted-dlq-');

suite.fault(
  'the dead letter topic deleted and recreated',
  async (run) => {
    const { brokers } = run.servers;
    await createTopics(run, 'deleted-dlq');
    await withoutDeadLetterTopic(run, 'deleted-dlq', deletedDlq, {
      begin: () => deleteTopic(brokers, 'deleted-dlq-dlq'),
      end: () => createTopic(brokers, 'deleted-dlq-dlq', 1),
    });
  },
  { check: (run) => deletedDlq.compare(run.faults.stack, new Set(numbers(0, 2_000))) },
);

const smallDlq = new KnownReadings('small-dlq-');

suite.fault(
  'max.message.bytes of the dead letter topic too small for any dead letter, then raised',
  async (run) => {
    // Set at creation, since a broker takes time to apply a changed setting.
    await createTopics(run, 'small-dlq', { [MAX_BYTES]: TOO_SMALL_BYTES });
    await withoutDeadLetterTopic(run, 'small-dlq', smallDlq, {
      begin: () => Promise.resolve(),
      end: () => configureTopic(run.servers, 'small-dlq-dlq', `${MAX_BYTES}=${LARGE_ENOUGH_BYTES}`),
    });
  },
  { check: (run) => smallDlq.compare(run.faults.stack, new Set(numbers(0, 2_000))) },
);
