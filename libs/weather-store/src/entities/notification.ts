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

/** The alerts of one rule and severity for one receiver, and when its next notification is due. */
export const NotificationGroup = defineEntity({
  name: 'NotificationGroup',
  tableName: 'notification_group',
  uniques: [{ name: 'notification_group_name', properties: ['receiver', 'rule', 'severity'] }],
  properties: {
    id: p.bigint('number').unsigned().primary().autoincrement(),
    receiver: p.string().length(64).collation('ascii_bin'),
    rule: p.string().length(64).collation('ascii_bin'),
    severity: p.string().length(16).collation('ascii_bin'),
    /** The notification that is not delivered or rejected yet; the next one waits for it. */
    openNotification: p.bigint('number').unsigned().nullable(),
    /** When the last notification was created. */
    lastNotifiedAt: p.datetime(3).nullable(),
    /** When the waiting events are due to be sent. */
    dueAt: p.datetime(3).nullable(),
    /** When what is still firing is repeated. */
    repeatAt: p.datetime(3).nullable(),
  },
});

/** A transition of an alert in a group: waiting to be sent, sent as `firing` and not as resolved, or done. */
export const NotificationEvent = defineEntity({
  name: 'NotificationEvent',
  tableName: 'notification_event',
  indexes: [
    { name: 'notification_event_episode', properties: ['groupId', 'stationId', 'startedAt'] },
    { name: 'notification_event_state', properties: ['groupId', 'state'] },
    { name: 'notification_event_age', properties: ['state', 'sentAt'] },
  ],
  properties: {
    id: p.bigint('number').unsigned().primary().autoincrement(),
    groupId: p.bigint('number').unsigned(),
    stationId: p.integer().unsigned(),
    startedAt: p.datetime(3),
    event: p.enum(['firing', 'resolved']),
    state: p.enum(['waiting', 'firing', 'done']),
    sentAt: p.datetime(3).nullable(),
    /** The city that was sent with the start. */
    city: p.string().length(80).nullable().ignoreSchemaChanges('default'),
  },
});

/** A message to one receiver, with the exact body that each attempt sends. */
export const Notification = defineEntity({
  name: 'Notification',
  tableName: 'notification',
  indexes: [
    { name: 'notification_next', properties: ['receiver', 'state', 'nextAttemptAt'] },
    { name: 'notification_age', properties: ['state', 'settledAt'] },
  ],
  properties: {
    id: p.bigint('number').unsigned().primary().autoincrement(),
    groupId: p.bigint('number').unsigned(),
    receiver: p.string().length(64).collation('ascii_bin'),
    idempotencyKey: p.string().length(36).collation('ascii_bin').unique('notification_idempotency_key'),
    body: p.text().columnType('mediumtext'),
    alertCount: p.integer().unsigned(),
    state: p.enum(['waiting', 'delivered', 'rejected']),
    attempts: p.integer().unsigned().defaultRaw('0'),
    createdAt: p.datetime(3),
    nextAttemptAt: p.datetime(3),
    settledAt: p.datetime(3).nullable(),
    /** Why the last attempt failed. */
    reason: p.string().length(500).nullable().ignoreSchemaChanges('default'),
  },
});
