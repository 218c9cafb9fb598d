import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { AppProcess } from '../../support/stack/app-process.ts';
import { TestStack } from '../../support/stack/test-stack.ts';
import { expectClean, expectCleanAndDrained, readingText } from '../../support/stack/weather-command.ts';

const TOPIC = 'weather_data';
const DEAD_LETTERS = 'weather_data_dlq';
const LIMIT = { DEAD_LETTER_LIMIT_PERCENT: '20', DEAD_LETTER_LIMIT_WINDOW: '100' };
const EXIT_DEAD_LETTER_LIMIT = 3;
const KEYS = 16;
const FIRST_TIMESTAMP = Date.UTC(2026, 0, 1);

let stack: TestStack;
let published = 0;
let valid = 0;

/** Publishes records to all partitions. */
async function publish(count: number, value: (index: number) => string): Promise<void> {
  const records = Array.from({ length: count }, () => {
    const index = published++;
    return { key: `s${index % KEYS}`, value: Buffer.from(value(index)) };
  });
  await stack.publish(TOPIC, records);
}

async function publishValid(count: number): Promise<void> {
  valid += count;
  await publish(count, (index) => {
    const observedAt = new Date(FIRST_TIMESTAMP + index * 1_000).toISOString();
    return readingText(`s${index % KEYS}`, { temperature: 20 }, observedAt);
  });
}

async function publishInvalid(count: number): Promise<void> {
  await publish(count, (index) => `{"invalid":${index}}`);
}

/** The consumer has stopped at the limit: what it has committed is complete, in the tables and on the topic. */
async function expectStopped(consumer: AppProcess): Promise<void> {
  await consumer.exitedWith(EXIT_DEAD_LETTER_LIMIT);
  expect(consumer.output).toMatch(
    /too many dead letters: more than 20 % of the last 100 records are invalid .* the latest at weather_data\/\d\/\d+\. .*Fix the producer/,
  );
  const { read, stored, deadLettered, repeated, lost } = await stack.counts();
  expect([stored + deadLettered, repeated, lost]).toEqual([read, 0, 0]);
  const deadLetters = await stack.records(DEAD_LETTERS, deadLettered);
  expect(new Set(deadLetters.map(({ value }) => value)).size).toBe(deadLettered);
  await expectClean(stack);
}

beforeAll(async () => {
  stack = await TestStack.start();
  await stack.migrate('up');
});

afterAll(async () => {
  await stack.stop();
});

it('dead letters are not limited by default', async () => {
  const consumer = stack.app('consumer');
  await publishInvalid(300);
  await publishValid(1);
  expect(await stack.consumed(published)).toMatchObject({ stored: valid, deadLettered: 300 });
  expect(consumer.hasExited).toBe(false);
  expect(await consumer.stop()).toBe(0);
});

it('a consumer with a limit stores a stream with few invalid records', async () => {
  const consumer = stack.app('consumer', LIMIT);
  for (let round = 0; round < 4; round++) {
    await publishValid(90);
    await publishInvalid(5);
    await stack.consumed(published);
  }
  expect(consumer.hasExited).toBe(false);
  expect(await consumer.stop()).toBe(0);
});

it('a consumer stops when too many are invalid, after the commit, and at each restart while they still come', async () => {
  for (let run = 0; run < 3; run++) {
    const consumer = stack.app('consumer', LIMIT);
    await publishValid(50);
    await publishInvalid(60);
    await expectStopped(consumer);
  }
});

it('a consumer continues where it stopped once the share is low again, and nothing is lost or stored twice', async () => {
  await publishValid(200);
  const unlimited = stack.app('consumer');
  expect(await stack.consumed(published)).toMatchObject({ stored: valid, deadLettered: published - valid });
  expect(await unlimited.stop()).toBe(0);
  const limited = stack.app('consumer', LIMIT);
  await publishValid(200);
  expect(await stack.consumed(published)).toMatchObject({ stored: valid, deadLettered: published - valid });
  expect(limited.hasExited).toBe(false);
  const deadLetters = await stack.records(DEAD_LETTERS, published - valid);
  expect(new Set(deadLetters.map(({ value }) => value)).size).toBe(published - valid);
  await expectCleanAndDrained(stack);
});
