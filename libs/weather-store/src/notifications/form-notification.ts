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
  const { body, alertCount, firing, done } = telling;
  const id = body === undefined ? null : await insert(em, group, receiver, body, alertCount);
  await markFiring(em, firing);
  await markDone(em, group, done);
  await em.execute(
    `UPDATE notification_group g
     SET open_notification = ?, formed_at = ${id === null ? 'formed_at' : 'NOW(3)'},
       due_at = IF(${anyEvent('waiting')}, NOW(3), NULL),
       repeat_at = IF(${anyEvent('firing')}, ${fromNow(repeatMs)}, NULL)
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

async function markFiring(em: EntityManager, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await em.execute(
    "UPDATE notification_event SET state = 'firing', told_at = NOW(3) WHERE id IN (?)",
    [ids],
    'run',
  );
}

/** With the end of an episode its beginning is done with as well. */
async function markDone(em: EntityManager, group: LockedGroup, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await em.execute(
    `UPDATE notification_event f
     JOIN notification_event r ON r.group_id = f.group_id AND r.station_id = f.station_id AND r.started_at = f.started_at
     SET f.state = 'done', f.told_at = COALESCE(f.told_at, NOW(3))
     WHERE f.group_id = ? AND f.state = 'firing' AND r.event = 'resolved' AND r.id IN (?)`,
    [group.id, ids],
    'run',
  );
  await em.execute(
    "UPDATE notification_event SET state = 'done', told_at = NOW(3) WHERE id IN (?)",
    [ids],
    'run',
  );
}
