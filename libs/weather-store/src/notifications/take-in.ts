import type { EntityManager } from '@mikro-orm/mysql';
import { after, fromNow } from './database-clock.ts';

/** A move of an episode that receivers may have to be told of. */
export interface EpisodeEvent {
  readonly rule: string;
  readonly severity: string;
  /** The station by its own id. */
  readonly station: string;
  readonly event: 'firing' | 'resolved';
}

/** A receiver that an event is for, and the pace of its groups. */
export interface EventRoute {
  readonly receiver: string;
  /** How long the first event of a notification waits for others. */
  readonly groupWaitMs: number;
  /** The least time between two notifications of a group. */
  readonly groupIntervalMs: number;
}

interface OutboxRow {
  readonly id: number;
  readonly rule: string;
  readonly severity: string;
  readonly station: string;
  readonly event: EpisodeEvent['event'];
  readonly station_id: number;
  readonly started_at: string;
}

interface RoutedGroup {
  readonly route: EventRoute;
  readonly rule: string;
  readonly severity: string;
  readonly rows: OutboxRow[];
}

/**
 * Moves the oldest rows of the outbox into the groups of the receivers that they are for. Only committed rows are looked at,
 * so that nothing is waited for that the sink still writes; of two that take the same rows the second waits and finds
 * them gone, so that the order of an episode's events is kept. What comes twice is told once.
 * @returns how many rows were taken, and how many of them belong to an episode that is no longer there.
 */
export async function takeIn(
  em: EntityManager,
  limit: number,
  route: (event: EpisodeEvent) => readonly EventRoute[],
): Promise<{ readonly taken: number; readonly gone: number }> {
  const ids = await lockOldest(em, limit);
  if (ids.length === 0) return { taken: 0, gone: 0 };
  const rows = await em.execute<OutboxRow[]>(
    `SELECT o.id, o.rule, a.severity, s.station_id AS station, o.event, o.station_id, o.started_at
     FROM notification_outbox o
     JOIN alert_episode a ON a.rule = o.rule AND a.station_id = o.station_id AND a.started_at = o.started_at
     JOIN station s ON s.id = o.station_id
     WHERE o.id IN (?) ORDER BY o.id`,
    [ids],
  );
  for (const group of groupsOf(rows, route)) await addToGroup(em, group);
  await em.execute('DELETE FROM notification_outbox WHERE id IN (?)', [ids], 'run');
  return { taken: ids.length, gone: ids.length - rows.length };
}

async function lockOldest(em: EntityManager, limit: number): Promise<number[]> {
  const committed = await em.execute<{ id: number }[]>(
    'SELECT id FROM notification_outbox ORDER BY id LIMIT ?',
    [limit],
  );
  if (committed.length === 0) return [];
  const locked = await em.execute<{ id: number }[]>(
    'SELECT id FROM notification_outbox WHERE id IN (?) ORDER BY id FOR UPDATE',
    [committed.map(({ id }) => id)],
  );
  return locked.map(({ id }) => id);
}

function groupsOf(
  rows: readonly OutboxRow[],
  route: (event: EpisodeEvent) => readonly EventRoute[],
): Iterable<RoutedGroup> {
  const groups = new Map<string, RoutedGroup>();
  for (const row of rows) {
    const { rule, severity } = row;
    for (const target of route(row)) {
      const name = JSON.stringify([target.receiver, rule, severity]);
      const group = groups.get(name) ?? { route: target, rule, severity, rows: [] };
      group.rows.push(row);
      groups.set(name, group);
    }
  }
  // Always in the same order, so that no two wait for each other's groups.
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

/** The row of the group is written first: whoever forms its notification meanwhile waits, and then sees the events. */
async function addToGroup(em: EntityManager, { route, rule, severity, rows }: RoutedGroup): Promise<void> {
  const { receiver, groupWaitMs, groupIntervalMs } = route;
  const due = `GREATEST(VALUES(due_at), COALESCE(${after('formed_at', groupIntervalMs)}, VALUES(due_at)))`;
  await em.execute(
    `INSERT INTO notification_group (receiver, rule, severity, due_at) VALUES (?, ?, ?, ${fromNow(groupWaitMs)})
     ON DUPLICATE KEY UPDATE due_at = COALESCE(due_at, ${due})`,
    [receiver, rule, severity],
    'run',
  );
  const [group] = await em.execute<{ id: number }[]>(
    'SELECT id FROM notification_group WHERE receiver = ? AND rule = ? AND severity = ?',
    [receiver, rule, severity],
  );
  const events = rows.map(({ station_id, started_at, event }) => [
    group?.id,
    station_id,
    started_at,
    event,
    'waiting',
  ]);
  await em.execute(
    'INSERT IGNORE INTO notification_event (group_id, station_id, started_at, event, state) VALUES ?',
    [events],
    'run',
  );
}
