import { expect } from '@jest/globals';
import { ReadingEvaluator, type RuleSet } from '@weather/weather-rules';
import type { Reading } from '@weather/weather-schema';
import {
  ReadingSink,
  type PartitionKey,
  type ReadingSinkOptions,
  type StoreRequest,
  type StoreResult,
} from '@weather/weather-store/sink';

/** The allowed lateness in these tests. */
export const LATENESS_MS = 3_600_000;

type SinkSettings = Pick<ReadingSinkOptions, 'database'> &
  Partial<Omit<ReadingSinkOptions, 'evaluator'>> & { readonly rules: RuleSet };

/** Opens a sink with some rules, like a consumer that has just started; by default it stores no exceedances. */
export async function openSink({ rules, ...options }: SinkSettings): Promise<ReadingSink> {
  return await ReadingSink.open({
    evaluator: new ReadingEvaluator(rules),
    allowedLatenessMs: LATENESS_MS,
    isExceedance: () => false,
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
  const committedOffset = await sink.loadCommittedOffset(key);
  const nextOffset = (committedOffset ?? 0) + readings.length;
  return await sink.store({
    key,
    committedOffset,
    nextOffset,
    readings,
    deadLettered: 0,
    expired: 0,
    ...request,
  });
}

/** Stores readings as the next batch of a partition and expects all of them to be stored. */
export async function expectStored(
  sink: ReadingSink,
  key: PartitionKey,
  readings: readonly Reading[],
): Promise<void> {
  const { kind } = await storeNext(sink, key, readings);
  expect(kind).toBe('stored');
}

/** Makes the key of a partition, by default partition 0. */
export function makePartitionKey(group: string, partition = 0): PartitionKey {
  return { group, topic: 'weather_data', partition };
}
