import { defineEntity, p } from '@mikro-orm/core';

/** One row: since when readings are kept, and how many were deleted. */
export const RetentionFloor = defineEntity({
  name: 'RetentionFloor',
  tableName: 'retention_floor',
  properties: {
    id: p.tinyint().unsigned().primary().autoincrement(false),
    readingsSince: p.datetime(0),
    droppedCount: p.bigint().unsigned(),
  },
});
