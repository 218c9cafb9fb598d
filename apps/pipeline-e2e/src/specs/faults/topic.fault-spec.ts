import { expect } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { FaultSuite } from '../../support/faults/fault-suite.ts';
import type { FaultRun } from '../../support/faults/fault-run.ts';
import { KnownReadings } from '../../support/load/known-readings.ts';
import {
  configureTopic,
  createTopic,
  deleteTopic,
  endOffsets,
  membersOf,
  removeRecords,
  type TopicSettings,
} from '../../support/faults/topic-admin.ts';
import { countsOf, untilRead } from '../../support/faults/topic-counts.ts';

/** Longer than the session of a consumer in the group, which is 6 s here. */
const PAST_THE_SESSION_MS = 7_500;
const MAX_BYTES = 'max.message.bytes';
const TOO_SMALL_BYTES = '120';
const LARGE_ENOUGH_BYTES = '1048588';

const suite = new FaultSuite('topic');

const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

function consumerOf(run: FaultRun, topic: string): ReturnType<FaultRun['consumer']> {
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

const anew = new KnownReadings('anew-');

suite.fault(
  'the topic deleted and made anew while a consumer runs',
  async (run) => {
    const { stack } = run.faults;
    await createTopics(run, 'anew');
    const consumer = consumerOf(run, 'anew');
    await anew.publish(stack, 'anew', 0, 4_000);
    await untilRead(stack, 'anew', 4_000);
    await deleteTopic(run.servers.brokers, 'anew');
    await run.expectIdle(consumer);
    await createTopic(run.servers.brokers, 'anew');
    await run.recovery(
      () => anew.publish(stack, 'anew', 4_000, 5_000),
      () => untilRead(stack, 'anew', 5_000),
    );
    await consumer.line(/the topic ends before the stored position, it was made anew/);
    run.alsoSent(5_000);
  },
  { judge: (run) => anew.findings(run.faults.stack, new Set(numbers(0, 5_000))) },
);

const retained = new KnownReadings('retained-');

suite.fault(
  'records removed by retention before they were read',
  async (run) => {
    const { stack } = run.faults;
    const { brokers } = run.servers;
    await createTopics(run, 'retained');
    const first = consumerOf(run, 'retained');
    await retained.publish(stack, 'retained', 0, 1_000);
    await untilRead(stack, 'retained', 1_000);
    await run.stop(first);
    await retained.publish(stack, 'retained', 1_000, 3_000);
    const ends = await endOffsets(brokers, 'retained');
    await retained.publish(stack, 'retained', 3_000, 4_000);
    await removeRecords(brokers, 'retained', ends);
    const second = consumerOf(run, 'retained');
    await second.line(/records are lost: Kafka no longer has them .*position=\d+ fetchedOffset=\d+ lost=\d+/);
    await untilRead(stack, 'retained', 2_000);
    run.alsoSent(4_000);
    expect(await countsOf(stack, 'retained')).toEqual({
      read: 2_000,
      stored: 2_000,
      repeated: 0,
      replaced: 0,
      deadLettered: 0,
      lost: 2_000,
    });
  },
  {
    judge: (run) =>
      retained.findings(run.faults.stack, new Set([...numbers(0, 1_000), ...numbers(3_000, 4_000)])),
  },
);

/** Bad records, one in each of many batches and partitions. */
const badRecords = (count: number): { key: string; value: Buffer }[] =>
  numbers(0, count).map((n) => ({ key: `bad-${n}`, value: Buffer.from(`no reading ${n}`) }));

const BAD = 40;

async function deadLetterTopicAway(
  run: FaultRun,
  topic: string,
  known: KnownReadings,
  fault: { begin: () => Promise<void>; end: () => Promise<void> },
): Promise<void> {
  const { stack } = run.faults;
  const consumer = consumerOf(run, topic);
  await known.publish(stack, topic, 0, 1_000);
  await untilRead(stack, topic, 1_000);
  const members = await membersOf(run.servers.brokers, topic);
  await fault.begin();
  await stack.publish(topic, badRecords(BAD));
  await known.publish(stack, topic, 1_000, 2_000);
  await consumer.line(new RegExp(`waiting for topic ${topic}-dlq`));
  await delay(PAST_THE_SESSION_MS);
  await run.expectIdle(consumer);
  expect(await countsOf(stack, topic)).toMatchObject({ read: 1_000, deadLettered: 0 });
  expect(await membersOf(run.servers.brokers, topic)).toEqual(members);
  await run.recovery(fault.end, () => untilRead(stack, topic, 2_000 + BAD));
  run.alsoSent(2_000);
  expect(await countsOf(stack, topic)).toEqual({
    read: 2_000 + BAD,
    stored: 2_000,
    repeated: 0,
    replaced: 0,
    deadLettered: BAD,
    lost: 0,
  });
  await expectLetters(run, topic);
}

/** Each bad record is in the dead letter topic; more than once at most if it was published before a commit that failed. */
async function expectLetters(run: FaultRun, topic: string): Promise<void> {
  const [count = 0] = await endOffsets(run.servers.brokers, `${topic}-dlq`);
  const letters = await run.faults.stack.records(`${topic}-dlq`, count);
  const due = badRecords(BAD).map(({ value }) => value.toString());
  expect([...new Set(letters.map(({ value }) => value))].sort()).toEqual(due.sort());
}

const unlettered = new KnownReadings('unlettered-');

suite.fault(
  'the dead letter topic deleted, and made anew',
  async (run) => {
    const { brokers } = run.servers;
    await createTopics(run, 'unlettered');
    await deadLetterTopicAway(run, 'unlettered', unlettered, {
      begin: () => deleteTopic(brokers, 'unlettered-dlq'),
      end: () => createTopic(brokers, 'unlettered-dlq', 1),
    });
  },
  { judge: (run) => unlettered.findings(run.faults.stack, new Set(numbers(0, 2_000))) },
);

const narrow = new KnownReadings('narrow-');

suite.fault(
  'the max.message.bytes of the dead letter topic too small for any letter, then raised',
  async (run) => {
    // From its start: a broker takes its time until it goes by a setting that was changed.
    await createTopics(run, 'narrow', { [MAX_BYTES]: TOO_SMALL_BYTES });
    await deadLetterTopicAway(run, 'narrow', narrow, {
      begin: () => Promise.resolve(),
      end: () => configureTopic(run.servers, 'narrow-dlq', `${MAX_BYTES}=${LARGE_ENOUGH_BYTES}`),
    });
  },
  { judge: (run) => narrow.findings(run.faults.stack, new Set(numbers(0, 2_000))) },
);
