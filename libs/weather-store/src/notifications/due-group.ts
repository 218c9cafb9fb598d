import type { EntityManager } from '@mikro-orm/mysql';
import { toEpochMs } from '../rows/date-time.ts';

/** The current state of an alert; times are epoch milliseconds of event time. */
export interface CurrentAlert {
  readonly state: 'pending' | 'firing' | 'resolved';
  readonly resolvedAt: number | null;
  readonly peakValue: number | null;
  readonly peakAt: number | null;
  readonly isAcknowledged: boolean;
}

/** A transition of an alert, in a receiver's group. */
export interface GroupEvent {
  readonly id: number;
  readonly event: 'firing' | 'resolved';
  /** The station ID. */
  readonly station: string;
  /** The station's city; for an event sent as firing, the city it was sent with. */
  readonly city: string | null;
  readonly startedAt: number;
  /** Undefined when the alert no longer exists, because late readings have changed it. */
  readonly alert: CurrentAlert | undefined;
  /** Of a waiting event: whether the alert was sent before, as firing and as resolved. */
  readonly wasSent: boolean;
  /** Of an event sent as firing that does not fire: whether another alert with the same labels does. */
  readonly anotherFiring: boolean;
}

/** A group whose next notification is due. */
export interface DueGroup {
  readonly rule: string;
  readonly severity: string;
  /** Not sent yet, in the order in which they happened. */
  readonly waiting: readonly GroupEvent[];
  /** Sent as firing, and not as resolved: all of the stations of `waiting`, and the first ones of other stations. */
  readonly sentAsFiring: readonly GroupEvent[];
  /** Whether the repeat interval is over. */
  readonly isRepeat: boolean;
  /** Epoch milliseconds of the database's clock. */
  readonly now: number;
}

/** The next notification of a group, and what becomes of the group's events. */
export interface NotificationDraft {
  /** The body of the notification; undefined when nothing is sent. */
  readonly body: string | undefined;
  readonly alertCount: number;
  /** The waiting events that are sent as firing. */
  readonly newlyFiring: readonly Pick<GroupEvent, 'id' | 'city'>[];
  /** The ids of waiting events that are sent as resolved, and of events in `DueGroup.sentAsFiring` that have ended. */
  readonly done: readonly number[];
  /** The ids of waiting events that are deleted without being sent. */
  readonly discarded: readonly number[];
  /** Whether the next notification is due immediately. */
  readonly hasMore: boolean;
}

export interface LockedGroup {
  readonly id: number;
  readonly rule: string;
  readonly severity: string;
  readonly is_repeat: number;
  readonly now: string;
}

interface EventRow {
  readonly id: number;
  readonly event: GroupEvent['event'];
  readonly station_id: number;
  readonly station: string;
  readonly city: string | null;
  readonly current_city: string | null;
  readonly started_at: string;
  readonly was_sent: number;
  readonly another_firing: number;
  readonly state: CurrentAlert['state'] | null;
  readonly resolved_at: string | null;
  readonly peak_value: string | null;
  readonly peak_at: string | null;
  readonly is_acknowledged: number;
}

/** The number of firing alerts in a group beyond which further ones are neither counted nor repeated. */
const MAX_SENT_AS_FIRING = 10_000;

/** Locks a group of a receiver that is due and has no open notification, skipping those that another notifier has locked. */
export async function lockDueGroup(em: EntityManager, receiver: string): Promise<LockedGroup | undefined> {
  const [group] = await em.execute<LockedGroup[]>(
    `SELECT id, rule, severity, COALESCE(repeat_at <= NOW(3), 0) AS is_repeat, NOW(3) AS now
     FROM notification_group
     WHERE receiver = ? AND open_notification IS NULL AND (due_at <= NOW(3) OR repeat_at <= NOW(3))
     ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED`,
    [receiver],
  );
  return group;
}

/** Reads the events of a locked group, of the waiting ones up to `limit`. */
export async function readGroup(em: EntityManager, group: LockedGroup, limit: number): Promise<DueGroup> {
  const { rule, severity } = group;
  const selectEvents = async (state: 'waiting' | 'firing', end: string, ...rest: unknown[]) =>
    await em.execute<EventRow[]>(`${EVENTS} ${end}`, [
      rule,
      severity,
      rule,
      severity,
      group.id,
      state,
      ...rest,
    ]);
  const waiting = await selectEvents('waiting', 'ORDER BY e.id LIMIT ?', limit);
  const stations = [...new Set(waiting.map(({ station_id }) => station_id))];
  // The alerts that were sent as firing, of stations with waiting events are always read: only what is among them can end.
  const related =
    stations.length === 0
      ? []
      : await selectEvents('firing', 'AND e.station_id IN (?) ORDER BY e.id', stations);
  const first = await selectEvents('firing', 'ORDER BY e.id LIMIT ?', MAX_SENT_AS_FIRING);
  const firing = new Map([...first, ...related].map((row) => [row.id, row]));
  return {
    rule,
    severity,
    waiting: waiting.map(toEvent),
    sentAsFiring: [...firing.values()].map(toEvent),
    isRepeat: group.is_repeat === 1,
    now: toEpochMs(group.now),
  };
}

/**
 * The events of a group in a state, with the current state of their alerts. An alert of another severity belongs to another
 * group, so it does not exist here.
 */
const EVENTS = `
  SELECT e.id, e.event, e.station_id, COALESCE(s.station_id, CAST(e.station_id AS CHAR)) AS station,
    IF(e.state = 'firing', e.city, s.city) AS city, s.city AS current_city, e.started_at,
    a.state, a.resolved_at, CAST(a.peak_value AS CHAR) AS peak_value, a.peak_at,
    a.acknowledged_at IS NOT NULL AS is_acknowledged,
    e.state = 'waiting' AND EXISTS (
      SELECT 1 FROM notification_event d WHERE d.group_id = e.group_id AND d.station_id = e.station_id
        AND d.started_at = e.started_at AND d.event = 'firing' AND d.state = 'done') AS was_sent,
    e.state = 'firing' AND COALESCE(a.state, '') <> 'firing' AND EXISTS (
      SELECT 1 FROM alert_episode o WHERE o.station_id = e.station_id AND o.rule = ? AND o.severity = ?
        AND o.state = 'firing') AS another_firing
  FROM notification_event e
  LEFT JOIN station s ON s.id = e.station_id
  LEFT JOIN alert_episode a
    ON a.rule = ? AND a.severity = ? AND a.station_id = e.station_id AND a.started_at = e.started_at
  WHERE e.group_id = ? AND e.state = ?`;

function toEvent({ id, event, station, city, ...row }: EventRow): GroupEvent {
  return {
    id,
    event,
    station,
    city,
    startedAt: toEpochMs(row.started_at),
    alert: toCurrentAlert(row),
    wasSent: row.was_sent === 1,
    anotherFiring: row.another_firing === 1 && city === row.current_city,
  };
}

function toCurrentAlert({
  state,
  ...row
}: Pick<EventRow, 'state' | 'resolved_at' | 'peak_value' | 'peak_at' | 'is_acknowledged'>):
  CurrentAlert | undefined {
  if (state === null) return undefined;
  return {
    state,
    resolvedAt: row.resolved_at === null ? null : toEpochMs(row.resolved_at),
    peakValue: row.peak_value === null ? null : Number(row.peak_value),
    peakAt: row.peak_at === null ? null : toEpochMs(row.peak_at),
    isAcknowledged: row.is_acknowledged === 1,
  };
}
