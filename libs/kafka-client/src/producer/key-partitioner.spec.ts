import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import kafkajs, { type PartitionMetadata } from 'kafkajs';
import { KeyPartitioner } from './key-partitioner.ts';

const MAX_KEYS = 5;
const chooseOfKafkajs = kafkajs.Partitioners.DefaultPartitioner();

function partitions(count: number): PartitionMetadata[] {
  return Array.from({ length: count }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 1,
    replicas: [1],
    isr: [1],
  }));
}

function expectedOf(key: Buffer | string, count: number): number {
  const message = { key, value: null };
  return chooseOfKafkajs({ topic: 'weather', partitionMetadata: partitions(count), message });
}

describe('KeyPartitioner', () => {
  it('chooses the same partitions as kafkajs, cached or not, for any number of keys and partitions', () => {
    const keys = fc.oneof(fc.constantFrom('EWR', 'JFK', 'LGA'), fc.string({ unit: 'grapheme' }));
    const asked = fc.array(fc.tuple(keys, fc.integer({ min: 1, max: 3 })), { maxLength: 20 });
    fc.assert(
      fc.property(asked, (list) => {
        const known = new KeyPartitioner('weather', MAX_KEYS);
        for (const [key, count] of list) {
          const place = known.partitionFor(key, partitions(count));
          expect(place).toEqual({ bytes: Buffer.from(key), partition: expectedOf(key, count) });
          expect(known.choosePartition(Buffer.from(key), partitions(count))).toBe(place.partition);
        }
      }),
    );
  });

  it('caches a key until the cache is full', () => {
    const known = new KeyPartitioner('weather', MAX_KEYS);
    const first = known.partitionFor('EWR', partitions(4));
    expect(known.partitionFor('EWR', partitions(4))).toBe(first);
    for (let index = 0; index < MAX_KEYS; index++) known.partitionFor(`s${index}`, partitions(4));
    expect(known.partitionFor('EWR', partitions(4))).not.toBe(first);
  });

  it('spreads records without a key over all partitions', () => {
    const known = new KeyPartitioner('weather');
    const chosen = Array.from({ length: 4 }, () => known.choosePartition(null, partitions(4)));
    expect(chosen.toSorted()).toEqual([0, 1, 2, 3]);
  });
});
