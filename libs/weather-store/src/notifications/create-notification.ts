import { randomUUID } from 'node:crypto';
import { raw, type EntityManager } from '@mikro-orm/mysql';
import { Notification, NotificationEvent } from '../entities/notification.ts';
import { fromNow, NOW } from './database-clock.ts';
import type { LockedGroup, NotificationDraft } from './due-group.ts';

/** Writes the notification of a locked group, the state of its events, and when the group is due next. */
export async function createNotification(
  em: EntityManager,
  group: LockedGroup,
  receiver: string,
  draft: NotificationDraft,
  repeatMs: number,
): Promise<void> {
  const id = await insertNotification(em, group, receiver, draft);
  await updateEvents(em, draft);
  const isDue = draft.hasMore ? 'TRUE' : hasEvent('waiting');
  // Without a message, a repetition is not postponed.
  const repeatAt =
    id === null && !group.isRepeat ? `COALESCE(repeat_at, ${fromNow(repeatMs)})` : fromNow(repeatMs);
  await em.execute(
    `UPDATE notification_group g
     SET open_notification = ?, last_notified_at = ${id === null ? 'last_notified_at' : NOW},
       due_at = IF(${isDue}, ${NOW}, NULL),
       repeat_at = IF(${hasEvent('firing')}, ${repeatAt}, NULL)
     WHERE id = ?`,
    [id, group.id],
    'run',
  );
}

/** An SQL condition: whether the group `g` of the statement has an event in a state. */
export function hasEvent(state: 'waiting' | 'firing'): string {
  return `EXISTS (SELECT 1 FROM notification_event e WHERE e.group_id = g.id AND e.state = '${state}')`;
}

async function insertNotification(
  em: EntityManager,
  group: LockedGroup,
  receiver: string,
  { body, alertCount }: NotificationDraft,
): Promise<number | null> {
  if (body === undefined) return null;
  return await em.insert(Notification, {
    groupId: group.id,
    receiver,
    idempotencyKey: randomUUID(),
    body,
    alertCount,
    state: 'waiting',
    createdAt: raw(NOW),
    nextAttemptAt: raw(NOW),
  });
}

async function updateEvents(
  em: EntityManager,
  { newlyFiring, done, discarded }: NotificationDraft,
): Promise<void> {
  // The city is kept: the end is sent with the labels of the start.
  for (const [city, events] of Map.groupBy(newlyFiring, (event) => event.city))
    await em.nativeUpdate(
      NotificationEvent,
      { id: { $in: events.map(({ id }) => id) } },
      { state: 'firing', sentAt: raw(NOW), city },
    );
  if (done.length > 0)
    await em.nativeUpdate(NotificationEvent, { id: { $in: [...done] } }, { state: 'done', sentAt: raw(NOW) });
  if (discarded.length > 0)
    await em.execute(
      'DELETE e FROM notification_event e FORCE INDEX (PRIMARY) WHERE e.id IN (?)',
      [discarded],
      'run',
    );
}
