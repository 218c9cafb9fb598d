import { eventually } from '@weather/service-runtime/testing';
import type { TestStack } from '../stack/test-stack.ts';
import type { SeededLoad } from '../load/seeded-load.ts';
import { compare, type Findings } from './compare.ts';
import { expectedState, type ExpectationOptions } from './expected-state.ts';
import { storedAlerts, storedPartitions, storedReadings } from './stored-state.ts';
import type { TopicTail } from './topic-tail.ts';

export interface OracleSources {
  readonly stack: TestStack;
  readonly load: SeededLoad;
  readonly tail: TopicTail;
}

/** Tells from Kafka's own view of the topics, the tables and what was sent whether every record is where it belongs. */
export class Oracle {
  constructor(private readonly sources: OracleSources) {}

  /** Waits until the consumers have come to the end of every partition, then compares everything. */
  async verdict(group: string, deadlineMs: number, options: ExpectationOptions = {}): Promise<Findings> {
    await eventually(() => this.#atEnd(group), deadlineMs);
    const { stack, load, tail } = this.sources;
    const expected = expectedState(load.sent, tail.readings, options);
    const [readings, alerts, partitions] = await Promise.all([
      storedReadings(stack),
      storedAlerts(stack),
      storedPartitions(stack, group),
    ]);
    const stored = { readings, alerts, partitions, deadLetters: tail.deadLetters };
    // The dead letters were acknowledged before the positions moved; the tail prints them a moment later.
    return await eventually(() => {
      const findings = compare(expected, stored);
      const isComplete = findings.lost.every((text) => !text.startsWith('dead letter'));
      if (isComplete) return findings;
      throw new Error(findings.lost.join('\n'));
    }, TAIL_DEADLINE_MS).catch(() => compare(expected, stored));
  }

  async #atEnd(group: string): Promise<void> {
    const { stack, load, tail } = this.sources;
    if (tail.readings.length < load.sent.length)
      throw new Error(`of ${load.sent.length} records ${tail.readings.length} are in the topic`);
    const partitions = await storedPartitions(stack, group);
    for (const [partition, end] of endsOf(tail)) {
      const position = partitions.get(partition)?.nextOffset ?? 0;
      if (position < end)
        throw new Error(`partition ${partition} ends at ${end}, the consumer is at ${position}`);
    }
  }
}

/** On a machine that is busy, the console consumer may be some seconds behind. */
const TAIL_DEADLINE_MS = 60_000;

function endsOf(tail: TopicTail): Map<number, number> {
  const ends = new Map<number, number>();
  for (const { partition, offset } of tail.readings)
    ends.set(partition, Math.max(offset + 1, ends.get(partition) ?? 0));
  return ends;
}
