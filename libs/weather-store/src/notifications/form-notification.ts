import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/mysql';
import { fromNow } from './database-clock.ts';
import type { LockedGroup, Telling } from './group-to-tell.ts';

/** Writes what a locked group is told: the notification, what became of its events, and when the group is next. */
export async function formNotification(
  em: EntityManager,
  group: LockedGroup,
  receiver: string,
  telling: Telling,
  repeatMs: number,
): Promise<void> {
  const { body, alertCount, firing, done, hasMore } = telling;
  const id = body === undefined ? null : await insert(em, group, receiver, body, alertCount);
  await markFiring(em, firing);
  await markDone(em, done);
  await remove(em, telling.void);
  const isDue = hasMore ? 'TRUE' : anyEvent('waiting');
  // What tells nothing puts no repetition off.
  const repeatAt =
    id === null && group.is_repeat !== 1 ? `COALESCE(repeat_at, ${fromNow(repeatMs)})` : fromNow(repeatMs);
  await em.execute(
    `UPDATE notification_group g
     SET open_notification = ?, formed_at = ${id === null ? 'formed_at' : 'NOW(3)'},
       due_at = IF(${isDue}, NOW(3), NULL),
       repeat_at = IF(${anyEvent('firing')}, ${repeatAt}, NULL)
     WHERE id = ?`,
    [id, group.id],
    'run',
  );
}

/** Whether a group, called `g` in the statement, has an event in a state. */
export function anyEvent(state: 'waiting' | 'firing'): string {
  return `EXISTS (SELECT 1 FROM notification_event e WHERE e.group_id = g.id AND e.state = '${state}')`;
}

async function insert(
  em: EntityManager,
  group: LockedGroup,
  receiver: string,
  body: string,
  alertCount: number,
): Promise<number> {
  const key = randomUUID();
  await em.execute(
    `INSERT INTO notification
       (group_id, receiver, idempotency_key, body, alert_count, state, created_at, next_attempt_at)
     VALUES (?, ?, ?, ?, ?, 'waiting', NOW(3), NOW(3))`,
    [group.id, receiver, key, body, alertCount],
    'run',
  );
  const [row] = await em.execute<{ id: number }[]>('SELECT id FROM notification WHERE idempotency_key = ?', [
    key,
  ]);
  if (row === undefined) throw new Error(`notification ${key} was written and is not there`);
  return row.id;
}

/** The city is kept: the end is told under the labels of the beginning. */
async function markFiring(em: EntityManager, events: Telling['firing']): Promise<void> {
  for (const [city, ofCity] of Map.groupBy(events, (event) => event.city))
    await em.execute(
      "UPDATE notification_event SET state = 'firing', told_at = NOW(3), city = ? WHERE id IN (?)",
      [city, ofCity.map(({ id }) => id)],
      'run',
    );
}

async function markDone(em: EntityManager, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await em.execute(
    "UPDATE notification_event SET state = 'done', told_at = NOW(3) WHERE id IN (?)",
    [ids],
    'run',
  );
}

async function remove(em: EntityManager, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await em.execute(
    'DELETE e FROM notification_event e FORCE INDEX (PRIMARY) WHERE e.id IN (?)',
    [ids],
    'run',
  );
}
