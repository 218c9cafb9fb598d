import { defineEntity, p } from '@mikro-orm/core';

/** That people are to be told of the beginning or the end of an episode. */
export const NotificationOutbox = defineEntity({
  name: 'NotificationOutbox',
  tableName: 'notification_outbox',
  indexes: [{ name: 'notification_outbox_id', properties: ['id'] }],
  properties: {
    stationId: p.integer().unsigned().primary(),
    rule: p.string().length(64).collation('ascii_bin').primary(),
    startedAt: p.datetime(3).primary(),
    event: p.enum(['firing', 'resolved']).primary(),
    id: p.bigint().unsigned().autoincrement(),
    createdAt: p.datetime(3),
  },
});
