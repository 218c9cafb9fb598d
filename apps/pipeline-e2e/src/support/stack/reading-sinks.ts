import { expect } from '@jest/globals';
import { ReadingEvaluator, type RuleSet } from '@weather/weather-rules';
import type { Reading } from '@weather/weather-schema';
import {
  ReadingSink,
  type PartitionKey,
  type ReadingSinkOptions,
  type StoreRequest,
  type StoreResult,
} from '@weather/weather-store';

/** How far a reading may be behind its station's newest in these tests. */
export const LATENESS_MS = 3_600_000;

type SinkSettings = Pick<ReadingSinkOptions, 'database'> &
  Partial<Omit<ReadingSinkOptions, 'judge'>> & { readonly rules: RuleSet };

/** Opens a sink with some rules, as a consumer that has just started; it saves no readings as alerts unless told which. */
export async function openSink({ rules, ...options }: SinkSettings): Promise<ReadingSink> {
  return await ReadingSink.open({
    judge: new ReadingEvaluator(rules),
    latenessMs: LATENESS_MS,
    isAlert: () => false,
    ...options,
  });
}

/** Stores readings as the next batch of a partition. */
export async function storeNext(
  sink: ReadingSink,
  key: PartitionKey,
  readings: readonly Reading[],
  request: Partial<StoreRequest> = {},
): Promise<StoreResult> {
  const position = await sink.loadPosition(key);
  const nextOffset = (position ?? 0) + readings.length;
  return await sink.store({ key, position, nextOffset, readings, deadLettered: 0, lost: 0, ...request });
}

/** Stores readings as the next batch of a partition, and fails if anything is said against them. */
export async function expectStored(
  sink: ReadingSink,
  key: PartitionKey,
  readings: readonly Reading[],
): Promise<void> {
  const { kind } = await storeNext(sink, key, readings);
  expect(kind).toBe('stored');
}

/** The partition that a group reads, or one of several. */
export function partitionOf(group: string, partition = 0): PartitionKey {
  return { group, topic: 'weather_data', partition };
}
