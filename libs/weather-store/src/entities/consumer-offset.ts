import { defineEntity, p } from '@mikro-orm/core';

/**
 * The committed offset of a consumer group in a partition, and the records read from it by outcome: read = stored + duplicates +
 * corrections + dead-lettered. `stateEpoch` is incremented when another partition takes over one of its stations.
 */
export const ConsumerOffset = defineEntity({
  name: 'ConsumerOffset',
  tableName: 'consumer_offset',
  properties: {
    consumerGroup: p.string().length(190).collation('ascii_bin').primary(),
    topic: p.string().length(249).collation('ascii_bin').primary(),
    partition: p.integer().unsigned().primary().fieldName('partition_number'),
    id: p.integer().unsigned().autoincrement().unique('consumer_offset_id'),
    nextOffset: p.bigint().unsigned().nullable(),
    readCount: p.bigint().unsigned().defaultRaw('0'),
    storedCount: p.bigint().unsigned().defaultRaw('0'),
    duplicateCount: p.bigint().unsigned().defaultRaw('0'),
    correctionCount: p.bigint().unsigned().defaultRaw('0'),
    deadLetteredCount: p.bigint().unsigned().defaultRaw('0'),
    expiredCount: p.bigint().unsigned().defaultRaw('0'),
    stateEpoch: p.integer().unsigned().defaultRaw('0'),
    updatedAt: p.datetime(3),
  },
});
