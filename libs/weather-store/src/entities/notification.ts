import { defineEntity, p } from '@mikro-orm/core';

/** What one receiver hears of one rule and severity, and when it is to be told next. */
export const NotificationGroup = defineEntity({
  name: 'NotificationGroup',
  tableName: 'notification_group',
  uniques: [{ name: 'notification_group_name', properties: ['receiver', 'rule', 'severity'] }],
  properties: {
    id: p.bigint().unsigned().primary().autoincrement(),
    receiver: p.string().length(64).collation('ascii_bin'),
    rule: p.string().length(64).collation('ascii_bin'),
    severity: p.string().length(16).collation('ascii_bin'),
    /** The notification that is not settled yet; the next one waits for it. */
    openNotification: p.bigint().unsigned().nullable(),
    formedAt: p.datetime(3).nullable(),
    /** When the waiting events are to be told. */
    dueAt: p.datetime(3).nullable(),
    /** When what still fires is to be told again. */
    repeatAt: p.datetime(3).nullable(),
  },
});

/** A move of an episode for one receiver: waiting to be told, told as firing and not over, or done with. */
export const NotificationEvent = defineEntity({
  name: 'NotificationEvent',
  tableName: 'notification_event',
  indexes: [
    { name: 'notification_event_episode', properties: ['groupId', 'stationId', 'startedAt'] },
    { name: 'notification_event_state', properties: ['groupId', 'state'] },
    { name: 'notification_event_age', properties: ['state', 'toldAt'] },
  ],
  properties: {
    id: p.bigint().unsigned().primary().autoincrement(),
    groupId: p.bigint().unsigned(),
    stationId: p.integer().unsigned(),
    startedAt: p.datetime(3),
    event: p.enum(['firing', 'resolved']),
    state: p.enum(['waiting', 'firing', 'done']),
    toldAt: p.datetime(3).nullable(),
    /** The city that it was told with as firing. */
    city: p.string().length(80).nullable().ignoreSchemaChanges('default'),
  },
});

/** A message to one receiver, with the very body that each attempt sends. */
export const Notification = defineEntity({
  name: 'Notification',
  tableName: 'notification',
  indexes: [
    { name: 'notification_next', properties: ['receiver', 'state', 'nextAttemptAt'] },
    { name: 'notification_age', properties: ['state', 'settledAt'] },
  ],
  properties: {
    id: p.bigint().unsigned().primary().autoincrement(),
    groupId: p.bigint().unsigned(),
    receiver: p.string().length(64).collation('ascii_bin'),
    idempotencyKey: p.string().length(36).collation('ascii_bin').unique('notification_idempotency_key'),
    body: p.text().columnType('mediumtext'),
    alertCount: p.integer().unsigned(),
    state: p.enum(['waiting', 'delivered', 'refused']),
    attempts: p.integer().unsigned().defaultRaw('0'),
    createdAt: p.datetime(3),
    nextAttemptAt: p.datetime(3),
    settledAt: p.datetime(3).nullable(),
    /** Why the last attempt failed. */
    reason: p.string().length(500).nullable().ignoreSchemaChanges('default'),
  },
});
