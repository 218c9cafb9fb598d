import { eventually } from '@weather/service-runtime/testing';
import { readCounts, type Counts } from '../stack/record-counts.ts';
import type { TestStack } from '../stack/test-stack.ts';
import { countRecords } from './topic-admin.ts';

/** Waits until that many records of a topic were read. */
export async function untilRead(
  stack: TestStack,
  topic: string,
  count: number,
  deadlineMs?: number,
): Promise<void> {
  await eventually(async () => {
    const counts = await readCounts(stack, topic);
    if (counts.read < count)
      throw new Error(`expected ${count} records to be read, got ${JSON.stringify(counts)}`);
  }, deadlineMs);
}

/** Waits until all records of a topic that has never been truncated were read. */
export async function untilTopicRead(stack: TestStack, topic: string, deadlineMs?: number): Promise<Counts> {
  await untilRead(stack, topic, await countRecords(stack.servers.brokers, topic), deadlineMs);
  return await readCounts(stack, topic);
}
