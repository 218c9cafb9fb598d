import { defineEntity, p } from '@mikro-orm/core';

/** One row: the time since which readings are kept, and the number of readings deleted. */
export const RetentionCutoff = defineEntity({
  name: 'RetentionCutoff',
  tableName: 'retention_cutoff',
  properties: {
    id: p.tinyint().unsigned().primary().autoincrement(false),
    readingsSince: p.datetime(0),
    deletedCount: p.bigint('number').unsigned(),
  },
});
