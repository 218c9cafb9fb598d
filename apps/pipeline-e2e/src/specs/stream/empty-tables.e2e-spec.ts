import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KnownReadings } from '../../support/load/known-readings.ts';
import { TestStack } from '../../support/stack/test-stack.ts';

const TOPIC = 'weather_data';
const BACKLOG = 20_000;
const ALL = new Set(Array(BACKLOG).keys());
const known = new KnownReadings('s');

let stack: TestStack;

/** Expects every reading to be stored once with its own values, and every exceedance. */
async function expectEverythingStored(): Promise<void> {
  const counts = await stack.consumed(BACKLOG, 90_000);
  expect(counts).toEqual({
    read: BACKLOG,
    stored: BACKLOG,
    repeated: 0,
    replaced: 0,
    deadLettered: 0,
    lost: 0,
  });
  expect(await known.compare(stack, ALL)).toMatchObject({ lost: [], doubled: [], wrong: [] });
  expect(await countRows('reading')).toBe(BACKLOG);
  expect(await countRows('warning_temperatures')).toBe(await countRows('reading WHERE temperature > 30'));
}

async function countRows(from: string): Promise<number | undefined> {
  const [row] = await stack.query<{ rowCount: number }>(`SELECT COUNT(*) AS rowCount FROM ${from}`);
  return row?.rowCount;
}

beforeAll(async () => {
  stack = await TestStack.start();
  await stack.migrate('up');
});

afterAll(async () => {
  await stack.stop();
});

describe('a consumer on empty tables', () => {
  it('reads the topic from its start, whatever offsets are committed in Kafka', async () => {
    await known.publish(stack, TOPIC, 0, BACKLOG);
    stack.app('consumer');
    await expectEverythingStored();
    await stack.endApps();
    await stack.migrate('down', '0001-create-station');
    await stack.migrate('up');
    stack.app('consumer');
    await expectEverythingStored();
  });
});
