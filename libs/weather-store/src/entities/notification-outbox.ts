import { defineEntity, p } from '@mikro-orm/core';

/** Starts and ends of alerts that receivers are to be notified of; the notifier empties it. */
export const NotificationOutbox = defineEntity({
  name: 'NotificationOutbox',
  tableName: 'notification_outbox',
  indexes: [{ name: 'notification_outbox_id', properties: ['id'] }],
  properties: {
    stationId: p.integer().unsigned().primary(),
    rule: p.string().length(64).collation('ascii_bin').primary(),
    startedAt: p.datetime(3).primary(),
    event: p.enum(['firing', 'resolved']).primary(),
    id: p.bigint('number').unsigned().autoincrement(),
    createdAt: p.datetime(3),
  },
});
