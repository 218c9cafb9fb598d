import { LockMode, raw, type EntityManager } from '@mikro-orm/mysql';
import { NotificationGroup } from '../entities/notification.ts';
import { toEpochMs } from '../rows/date-time.ts';
import { NOW } from './database-clock.ts';

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
  readonly stationId: string;
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

/** A group that this transaction has locked. */
export interface LockedGroup extends Pick<DueGroup, 'rule' | 'severity' | 'isRepeat' | 'now'> {
  readonly id: number;
}

interface EventRow extends Pick<GroupEvent, 'id' | 'event' | 'stationId' | 'city'> {
  readonly station: number;
  readonly currentCity: string | null;
  readonly startedAt: string;
  readonly wasSent: number;
  readonly anotherFiring: number;
  readonly state: CurrentAlert['state'] | null;
  readonly resolvedAt: string | null;
  readonly peakValue: string | null;
  readonly peakAt: string | null;
  readonly isAcknowledged: number;
}

/** The number of firing alerts in a group beyond which further ones are neither counted nor repeated. */
const MAX_SENT_AS_FIRING = 10_000;

/** Locks a group of a receiver that is due and has no open notification, skipping those that another notifier has locked. */
export async function lockDueGroup(em: EntityManager, receiver: string): Promise<LockedGroup | undefined> {
  const group = await em.findOne(
    NotificationGroup,
    {
      receiver,
      openNotification: null,
      $or: [{ dueAt: { $lte: raw(NOW) } }, { repeatAt: { $lte: raw(NOW) } }],
    },
    { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
  );
  if (group === null) return undefined;
  const { id, rule, severity, repeatAt } = group;
  const [clock] = await em.execute<{ now: string }[]>(`SELECT ${NOW} AS now`);
  const now = toEpochMs(String(clock?.now));
  return { id, rule, severity, isRepeat: repeatAt instanceof Date && repeatAt.getTime() <= now, now };
}

/** Reads the events of a locked group, of the waiting ones up to `limit`. */
export async function readGroup(
  em: EntityManager,
  { id, ...group }: LockedGroup,
  limit: number,
): Promise<DueGroup> {
  const key = [group.rule, group.severity];
  const selectEvents = async (state: 'waiting' | 'firing', end: string, ...rest: unknown[]) =>
    await em.execute<EventRow[]>(`${EVENTS} ${end}`, [...key, ...key, id, state, ...rest]);
  const waiting = await selectEvents('waiting', 'ORDER BY e.id LIMIT ?', limit);
  const stations = [...new Set(waiting.map(({ station }) => station))];
  // What was sent as firing of stations with waiting events is always read: only an alert among it can end.
  const related =
    stations.length === 0
      ? []
      : await selectEvents('firing', 'AND e.station_id IN (?) ORDER BY e.id', stations);
  const first = await selectEvents('firing', 'ORDER BY e.id LIMIT ?', MAX_SENT_AS_FIRING);
  const firing = new Map([...first, ...related].map((row) => [row.id, row]));
  return {
    ...group,
    waiting: waiting.map(toEvent),
    sentAsFiring: [...firing.values()].map(toEvent),
  };
}

/**
 * The events of a group in a state, with the current state of their alerts. An alert of another severity belongs to another
 * group, so it does not exist here.
 */
const EVENTS = `
  SELECT e.id, e.event, e.station_id AS station, COALESCE(s.station_id, CAST(e.station_id AS CHAR)) AS stationId,
    IF(e.state = 'firing', e.city, s.city) AS city, s.city AS currentCity,
    e.started_at AS startedAt,
    a.state, a.resolved_at AS resolvedAt, CAST(a.peak_value AS CHAR) AS peakValue, a.peak_at AS peakAt,
    a.acknowledged_at IS NOT NULL AS isAcknowledged,
    e.state = 'waiting' AND EXISTS (
      SELECT 1 FROM notification_event d WHERE d.group_id = e.group_id AND d.station_id = e.station_id
        AND d.started_at = e.started_at AND d.event = 'firing' AND d.state = 'done') AS wasSent,
    e.state = 'firing' AND COALESCE(a.state, '') <> 'firing' AND EXISTS (
      SELECT 1 FROM alert_episode o WHERE o.station_id = e.station_id AND o.rule = ? AND o.severity = ?
        AND o.state = 'firing') AS anotherFiring
  FROM notification_event e
  LEFT JOIN station s ON s.id = e.station_id
  LEFT JOIN alert_episode a
    ON a.rule = ? AND a.severity = ? AND a.station_id = e.station_id AND a.started_at = e.started_at
  WHERE e.group_id = ? AND e.state = ?`;

function toEvent({ id, event, stationId, city, ...row }: EventRow): GroupEvent {
  return {
    id,
    event,
    stationId,
    city,
    startedAt: toEpochMs(row.startedAt),
    alert: toCurrentAlert(row),
    wasSent: row.wasSent === 1,
    anotherFiring: row.anotherFiring === 1 && city === row.currentCity,
  };
}

function toCurrentAlert({
  state,
  resolvedAt,
  peakValue,
  peakAt,
  isAcknowledged,
}: Pick<EventRow, keyof CurrentAlert>): CurrentAlert | undefined {
  if (state === null) return undefined;
  return {
    state,
    resolvedAt: resolvedAt === null ? null : toEpochMs(resolvedAt),
    peakValue: peakValue === null ? null : Number(peakValue),
    peakAt: peakAt === null ? null : toEpochMs(peakAt),
    isAcknowledged: isAcknowledged === 1,
  };
}
