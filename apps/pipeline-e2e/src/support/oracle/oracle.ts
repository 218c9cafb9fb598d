import { eventually } from '@weather/service-runtime/testing';
import type { TestStack } from '../stack/test-stack.ts';
import type { SeededLoad } from '../load/seeded-load.ts';
import { compare, type Findings } from './compare.ts';
import { expectedState, type ExpectationOptions } from './expected-state.ts';
import { findStoredExceedances, findStoredPartitions, findStoredReadings } from './stored-state.ts';
import type { TopicTail } from './topic-tail.ts';

export interface OracleSources {
  readonly stack: TestStack;
  readonly load: SeededLoad;
  readonly tail: TopicTail;
}

/** Checks that every record is where it belongs, from Kafka's own view of the topics, the tables and the load. */
export class Oracle {
  constructor(private readonly sources: OracleSources) {}

  /** Waits until the consumers have read every partition to its end, then compares everything. */
  async check(group: string, deadlineMs: number, options: ExpectationOptions = {}): Promise<Findings> {
    await eventually(() => this.#expectReadToEnd(group), deadlineMs);
    const { stack, load, tail } = this.sources;
    const expected = expectedState(load.sent, tail.readings, options);
    const [readings, exceedances, partitions] = await Promise.all([
      findStoredReadings(stack),
      findStoredExceedances(stack),
      findStoredPartitions(stack, group),
    ]);
    const stored = { readings, exceedances, partitions, deadLetters: tail.deadLetters };
    // Dead letters are acknowledged before the offsets are committed; the tail may print them a moment later.
    return await eventually(() => {
      const findings = compare(expected, stored);
      const isComplete = findings.lost.every((text) => !text.startsWith('dead letter'));
      if (isComplete) return findings;
      throw new Error(findings.lost.join('\n'));
    }, TAIL_DEADLINE_MS).catch(() => compare(expected, stored));
  }

  async #expectReadToEnd(group: string): Promise<void> {
    const { stack, load, tail } = this.sources;
    if (tail.readings.length < load.sent.length)
      throw new Error(`${tail.readings.length} of ${load.sent.length} records are in the topic`);
    const partitions = await findStoredPartitions(stack, group);
    for (const [partition, end] of findEndOffsets(tail)) {
      const nextOffset = partitions.get(partition)?.nextOffset ?? 0;
      if (nextOffset < end)
        throw new Error(`partition ${partition} ends at ${end}, the consumer is at ${nextOffset}`);
    }
  }
}

/** On a busy machine, the console consumer may be some seconds behind. */
const TAIL_DEADLINE_MS = 60_000;

function findEndOffsets(tail: TopicTail): Map<number, number> {
  const ends = new Map<number, number>();
  for (const { partition, offset } of tail.readings)
    ends.set(partition, Math.max(offset + 1, ends.get(partition) ?? 0));
  return ends;
}
