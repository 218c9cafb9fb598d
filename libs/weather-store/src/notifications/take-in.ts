import type { EntityManager } from '@mikro-orm/mysql';
import { after, fromNow } from './database-clock.ts';

/** A move of an episode that receivers may have to be told of. */
export interface AlertEvent {
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
  /** Null when there is no such episode any more. */
  readonly severity: string | null;
  readonly station: string;
  readonly event: AlertEvent['event'];
  readonly station_id: number;
  readonly started_at: string;
}

/** A group that takes an alert of a station for firing, or is to be told that it fires. */
interface ToldGroup {
  readonly id: number;
  readonly receiver: string;
  readonly severity: string;
}

interface RoutedGroup {
  readonly route: EventRoute;
  readonly rule: string;
  readonly severity: string;
  readonly rows: OutboxRow[];
}

type Route = (event: AlertEvent) => readonly EventRoute[];

/** The oldest rows of the outbox that are committed: nothing is waited for that the sink still writes. */
export async function oldestInOutbox(em: EntityManager, limit: number): Promise<number[]> {
  const rows = await em.execute<{ id: number }[]>('SELECT id FROM notification_outbox ORDER BY id LIMIT ?', [
    limit,
  ]);
  return rows.map(({ id }) => id);
}

/**
 * Moves rows of the outbox into the groups of the receivers that they are for. Of two that take the same rows the second
 * waits and finds them gone, so that the order of an episode's events is kept. A row whose episode is no longer there, or is
 * of another severity by now, goes to the groups that were told of an alert of its station, so that they tell its end.
 * @param ids read before the transaction began: no row of another table is read in it before these are locked, so none is
 * read as it was before what they tell.
 * @returns how many rows were taken, and how many beginnings of them belong to an episode that is no longer there.
 */
export async function takeIn(
  em: EntityManager,
  ids: readonly number[],
  route: Route,
): Promise<{ readonly taken: number; readonly gone: number }> {
  // By the index: else the servers may look at all rows, and wait for those that consumers are writing.
  const locked = await em.execute<{ id: number }[]>(
    'SELECT id FROM notification_outbox FORCE INDEX (notification_outbox_id) WHERE id IN (?) ORDER BY id FOR UPDATE',
    [ids],
  );
  if (locked.length === 0) return { taken: 0, gone: 0 };
  const taken = locked.map(({ id }) => id);
  const rows = await em.execute<OutboxRow[]>(
    `SELECT o.id, o.rule, a.severity, s.station_id AS station, o.event, o.station_id, o.started_at
     FROM notification_outbox o
     LEFT JOIN alert_episode a ON a.rule = o.rule AND a.station_id = o.station_id AND a.started_at = o.started_at
     JOIN station s ON s.id = o.station_id
     WHERE o.id IN (?) ORDER BY o.id`,
    [taken],
  );
  for (const group of groupsOf(rows, await toldGroups(em, taken), route)) await addToGroup(em, group);
  await em.execute(
    'DELETE o FROM notification_outbox o FORCE INDEX (notification_outbox_id) WHERE o.id IN (?)',
    [taken],
    'run',
  );
  const gone = rows.filter(({ event, severity }) => event === 'firing' && severity === null);
  return { taken: taken.length, gone: gone.length };
}

/** By row of the outbox: the groups that were told, or are to be told, of an alert of its rule and station. */
async function toldGroups(em: EntityManager, ids: readonly number[]): Promise<Map<number, ToldGroup[]>> {
  const rows = await em.execute<ToldGroup[]>(
    `SELECT DISTINCT o.id, g.receiver, g.severity
     FROM notification_outbox o
     JOIN notification_group g ON g.rule = o.rule
     JOIN notification_event e ON e.group_id = g.id AND e.station_id = o.station_id AND e.state <> 'done'
     WHERE o.id IN (?)`,
    [ids],
  );
  return Map.groupBy(rows, ({ id }) => id);
}

function groupsOf(
  rows: readonly OutboxRow[],
  told: ReadonlyMap<number, readonly ToldGroup[]>,
  route: Route,
): Iterable<RoutedGroup> {
  const groups = new Map<string, RoutedGroup>();
  for (const row of rows) {
    for (const { target, severity } of targetsOf(row, told.get(row.id) ?? [], route)) {
      const name = JSON.stringify([target.receiver, row.rule, severity]);
      const group = groups.get(name) ?? { route: target, rule: row.rule, severity, rows: [] };
      group.rows.push(row);
      groups.set(name, group);
    }
  }
  // Always in the same order, so that no two wait for each other's groups.
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

function targetsOf(
  row: OutboxRow,
  told: readonly ToldGroup[],
  route: Route,
): { readonly target: EventRoute; readonly severity: string }[] {
  const others = told.filter(({ severity }) => severity !== row.severity);
  const severities = new Set([
    ...(row.severity === null ? [] : [row.severity]),
    ...others.map((of) => of.severity),
  ]);
  return [...severities].flatMap((severity) =>
    route({ ...row, severity })
      .filter(
        ({ receiver }) =>
          severity === row.severity ||
          others.some((group) => group.receiver === receiver && group.severity === severity),
      )
      .map((target) => ({ target, severity })),
  );
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
    'SELECT id FROM notification_group WHERE receiver = ? AND rule = ? AND severity = ? LOCK IN SHARE MODE',
    [receiver, rule, severity],
  );
  if (group === undefined) throw new Error(`the group ${rule} of ${receiver} was written and is not there`);
  const known = await waitingIn(em, group.id, rows);
  const added = rows.filter((row) => !known.has(nameOf(row)));
  if (added.length === 0) return;
  await em.execute(
    'INSERT INTO notification_event (group_id, station_id, started_at, event, state) VALUES ?',
    [added.map(({ station_id, started_at, event }) => [group.id, station_id, started_at, event, 'waiting'])],
    'run',
  );
}

/** What waits already need not wait twice: it is told as its episode stands when it is told. */
async function waitingIn(em: EntityManager, group: number, rows: readonly OutboxRow[]): Promise<Set<string>> {
  const waiting = await em.execute<Pick<OutboxRow, 'station_id' | 'started_at' | 'event'>[]>(
    `SELECT station_id, started_at, event FROM notification_event
     WHERE group_id = ? AND state = 'waiting' AND station_id IN (?) LOCK IN SHARE MODE`,
    [group, [...new Set(rows.map(({ station_id }) => station_id))]],
  );
  return new Set(waiting.map(nameOf));
}

function nameOf({
  station_id,
  started_at,
  event,
}: Pick<OutboxRow, 'station_id' | 'started_at' | 'event'>): string {
  return `${station_id} ${started_at} ${event}`;
}
