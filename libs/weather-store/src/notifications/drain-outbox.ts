import { LockMode, type EntityManager, type InferEntity } from '@mikro-orm/mysql';
import { NotificationEvent, NotificationGroup, NotificationOutbox } from '../entities/notification.ts';
import { toEpochMs } from '../rows/date-time.ts';
import { after, fromNow } from './database-clock.ts';

/** The properties of an alert by which it is routed to receivers. */
export interface AlertLabels {
  readonly rule: string;
  readonly severity: string;
  /** The station ID. */
  readonly station: string;
}

/** A receiver that gets an alert, and the intervals of its groups. */
export interface Route {
  readonly receiver: string;
  /** How long the first event of a notification waits for others. */
  readonly groupWaitMs: number;
  /** The minimum time between two notifications of a group. */
  readonly groupIntervalMs: number;
}

/** Finds the receivers of an alert. */
export type Router = (alert: AlertLabels) => readonly Route[];

export interface DrainedOutbox {
  /** Rows removed from the outbox. */
  readonly processed: number;
  /** Starts among them whose alert no longer exists. */
  readonly orphaned: number;
}

interface OutboxRow {
  readonly id: number;
  readonly rule: string;
  /** Null when the alert no longer exists. */
  readonly severity: string | null;
  readonly station: string;
  readonly event: 'firing' | 'resolved';
  readonly stationId: number;
  readonly startedAt: string;
}

/** A group in which an alert of a row's rule and station has been sent as firing, or waits to be sent. */
interface NotifiedGroup {
  readonly id: number;
  readonly receiver: string;
  readonly severity: string;
}

/** A row for one receiver, in its group of that severity. */
interface RoutedRow {
  readonly route: Route;
  readonly severity: string;
  readonly row: OutboxRow;
}

/** Finds the oldest committed rows of the outbox, without waiting for those that a sink is writing. */
export async function findOldestInOutbox(em: EntityManager, limit: number): Promise<number[]> {
  const rows = await em.find(NotificationOutbox, {}, { fields: ['id'], orderBy: { id: 'asc' }, limit });
  return rows.map(({ id }) => id);
}

/**
 * Moves rows of the outbox into the groups of their receivers. Of two transactions with the same rows, the second waits and
 * finds them gone, so that the order of an alert's events is kept. A row whose alert no longer exists, or has another
 * severity by now, goes to the groups that were notified of an alert of its station, so that they send its end.
 * @param ids read before the transaction: the transaction locks them before it reads any other table, so that it reads
 * nothing older than these events.
 */
export async function drainOutbox(
  em: EntityManager,
  ids: readonly number[],
  route: Router,
): Promise<DrainedOutbox> {
  // With the index: otherwise the servers may read all rows, and wait for those that consumers are writing.
  const locked = await em.execute<{ id: number }[]>(
    'SELECT id FROM notification_outbox FORCE INDEX (notification_outbox_id) WHERE id IN (?) ORDER BY id FOR UPDATE',
    [ids],
  );
  if (locked.length === 0) return { processed: 0, orphaned: 0 };
  const lockedIds = locked.map(({ id }) => id);
  const rows = await em.execute<OutboxRow[]>(
    `SELECT o.id, o.rule, a.severity, s.station_id AS station, o.event, o.station_id AS stationId, o.started_at AS startedAt
     FROM notification_outbox o
     LEFT JOIN alert_episode a ON a.rule = o.rule AND a.station_id = o.station_id AND a.started_at = o.started_at
     JOIN station s ON s.id = o.station_id
     WHERE o.id IN (?) ORDER BY o.id`,
    [lockedIds],
  );
  for (const group of routeRows(rows, await findNotifiedGroups(em, lockedIds), route))
    await addToGroup(em, group);
  await em.execute(
    'DELETE o FROM notification_outbox o FORCE INDEX (notification_outbox_id) WHERE o.id IN (?)',
    [lockedIds],
    'run',
  );
  const orphaned = rows.filter(({ event, severity }) => event === 'firing' && severity === null);
  return { processed: lockedIds.length, orphaned: orphaned.length };
}

/** Finds the notified groups of each row of the outbox. */
async function findNotifiedGroups(
  em: EntityManager,
  ids: readonly number[],
): Promise<Map<number, NotifiedGroup[]>> {
  const rows = await em.execute<NotifiedGroup[]>(
    `SELECT DISTINCT o.id, g.receiver, g.severity
     FROM notification_outbox o
     JOIN notification_group g ON g.rule = o.rule
     JOIN notification_event e ON e.group_id = g.id AND e.station_id = o.station_id AND e.state <> 'done'
     WHERE o.id IN (?)`,
    [ids],
  );
  return Map.groupBy(rows, ({ id }) => id);
}

function routeRows(
  rows: readonly OutboxRow[],
  notified: ReadonlyMap<number, readonly NotifiedGroup[]>,
  route: Router,
): RoutedRow[][] {
  const routed = rows.flatMap((row) => routeRow(row, notified.get(row.id) ?? [], route));
  const groups = Map.groupBy(routed, ({ route: { receiver }, severity, row }) =>
    JSON.stringify([receiver, row.rule, severity]),
  );
  // Always in the same order, so that two transactions do not deadlock on groups.
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

function routeRow(row: OutboxRow, notified: readonly NotifiedGroup[], route: Router): RoutedRow[] {
  const { rule, station, severity: current } = row;
  const severities = new Set(notified.map(({ severity }) => severity));
  if (current !== null) severities.add(current);
  return [...severities].flatMap((severity) =>
    route({ rule, station, severity })
      .filter(
        ({ receiver }) =>
          severity === current ||
          notified.some((group) => group.receiver === receiver && group.severity === severity),
      )
      .map((target) => ({ route: target, severity, row })),
  );
}

/** Writes the group first: another notifier that creates its notification waits for it, and then sees the events. */
async function addToGroup(em: EntityManager, routed: readonly RoutedRow[]): Promise<void> {
  const [first] = routed;
  if (first === undefined) return;
  const rows = routed.map(({ row }) => row);
  const {
    severity,
    row: { rule },
    route: { receiver, groupWaitMs, groupIntervalMs },
  } = first;
  const next = `COALESCE(${after('last_notified_at', groupIntervalMs)}, VALUES(due_at))`;
  await em.execute(
    `INSERT INTO notification_group (receiver, rule, severity, due_at) VALUES (?, ?, ?, ${fromNow(groupWaitMs)})
     ON DUPLICATE KEY UPDATE due_at = COALESCE(due_at, GREATEST(VALUES(due_at), ${next}))`,
    [receiver, rule, severity],
    'run',
  );
  const { id: groupId } = await em.findOneOrFail(
    NotificationGroup,
    { receiver, rule, severity },
    { fields: ['id'], lockMode: LockMode.PESSIMISTIC_READ },
  );
  const events = rows.map(({ stationId, startedAt, event }) => ({
    groupId,
    stationId,
    startedAt: new Date(toEpochMs(startedAt)),
    event,
    state: 'waiting' as const,
  }));
  const waiting = await findWaiting(em, groupId, [...new Set(rows.map(({ stationId }) => stationId))]);
  const added = events.filter((event) => !waiting.has(toKey(event)));
  if (added.length > 0) await em.insertMany(NotificationEvent, added);
}

/** Finds what is waiting already and need not be added: it is sent with the state its alert has then. */
async function findWaiting(
  em: EntityManager,
  groupId: number,
  stationIds: readonly number[],
): Promise<Set<string>> {
  const waiting = await em.find(
    NotificationEvent,
    { groupId, state: 'waiting', stationId: { $in: [...stationIds] } },
    { lockMode: LockMode.PESSIMISTIC_READ },
  );
  return new Set(waiting.map(toKey));
}

function toKey({
  stationId,
  startedAt,
  event,
}: Pick<InferEntity<typeof NotificationEvent>, 'stationId' | 'startedAt' | 'event'>): string {
  return `${stationId} ${startedAt.getTime()} ${event}`;
}
