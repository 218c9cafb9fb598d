import { defineEntity, p } from '@mikro-orm/core';

/**
 * How far a consumer group has stored a partition, and what became of what it read:
 * read = stored + repeated + replaced + dead-lettered. `stateEpoch` grows when another partition takes over one of its
 * stations.
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
    repeatedCount: p.bigint().unsigned().defaultRaw('0'),
    replacedCount: p.bigint().unsigned().defaultRaw('0'),
    deadLetteredCount: p.bigint().unsigned().defaultRaw('0'),
    lostCount: p.bigint().unsigned().defaultRaw('0'),
    stateEpoch: p.integer().unsigned().defaultRaw('0'),
    updatedAt: p.datetime(3),
  },
});
