import { eventually } from '@weather/service-runtime/testing';
import type { Counts, TestStack } from '../stack/test-stack.ts';
import { countRecords } from './topic-admin.ts';

/** Sums up what became of the records of one topic, over all groups. */
export async function readCounts(stack: TestStack, topic: string): Promise<Counts> {
  const [row] = await stack.query<Record<keyof Counts, string | null>>(
    `SELECT SUM(read_count) AS \`read\`, SUM(stored_count) AS \`stored\`, SUM(repeated_count) AS repeated,
       SUM(replaced_count) AS replaced, SUM(dead_lettered_count) AS deadLettered, SUM(lost_count) AS lost
     FROM consumer_offset WHERE topic = ?`,
    [topic],
  );
  const { read, stored, repeated, replaced, deadLettered, lost } = row ?? {};
  return {
    read: Number(read),
    stored: Number(stored),
    repeated: Number(repeated),
    replaced: Number(replaced),
    deadLettered: Number(deadLettered),
    lost: Number(lost),
  };
}

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
