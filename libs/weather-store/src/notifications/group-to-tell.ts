import type { EntityManager } from '@mikro-orm/mysql';
import { toEpochMs } from '../rows/date-time.ts';

/** How an episode stands, as far as a notification tells it; times are epoch milliseconds of event time. */
export interface EpisodeNow {
  readonly state: 'pending' | 'firing' | 'resolved';
  readonly resolvedAt: number | null;
  readonly peakValue: number | null;
  readonly peakAt: number | null;
  readonly isAcknowledged: boolean;
}

/** A move of an episode, in a receiver's group. */
export interface TellableEvent {
  readonly id: number;
  readonly event: 'firing' | 'resolved';
  /** The station by its own id. */
  readonly station: string;
  readonly city: string | null;
  readonly startedAt: number;
  /** Undefined when there is no such episode any more: readings that came late have changed it. */
  readonly episode: EpisodeNow | undefined;
}

/** A group whose time has come. */
export interface GroupToTell {
  readonly rule: string;
  readonly severity: string;
  /** Not told yet, in the order in which they happened. */
  readonly waiting: readonly TellableEvent[];
  /** Told as firing, and not told as over. */
  readonly firing: readonly TellableEvent[];
  /** Whether what still fires is to be told again. */
  readonly isRepeat: boolean;
  /** The database's clock. */
  readonly now: number;
}

/** What a group is told. */
export interface Telling {
  /** The body of the notification; undefined when there is nothing to tell. */
  readonly body: string | undefined;
  readonly alertCount: number;
  /** The events of `waiting` that are told as firing. */
  readonly firing: readonly number[];
  /** The events of `waiting` and `firing` that are over, told or not worth telling. */
  readonly done: readonly number[];
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
  readonly event: TellableEvent['event'];
  readonly station: string;
  readonly city: string | null;
  readonly started_at: string;
  readonly state: EpisodeNow['state'] | null;
  readonly resolved_at: string | null;
  readonly peak_value: string | null;
  readonly peak_at: string | null;
  readonly is_acknowledged: number;
}

/** As many stations as can fire in one group before the others are neither counted nor repeated. */
const MOST_FIRING = 10_000;

/** Locks a group of a receiver that is due or to be repeated and has no notification under way, unless another has it. */
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

/** Reads what a locked group has to tell; of the waiting events the first ones. */
export async function readGroup(em: EntityManager, group: LockedGroup, limit: number): Promise<GroupToTell> {
  return {
    rule: group.rule,
    severity: group.severity,
    waiting: await events(em, group, 'waiting', limit),
    firing: await events(em, group, 'firing', MOST_FIRING),
    isRepeat: group.is_repeat === 1,
    now: toEpochMs(group.now),
  };
}

async function events(
  em: EntityManager,
  group: LockedGroup,
  state: 'waiting' | 'firing',
  limit: number,
): Promise<TellableEvent[]> {
  const rows = await em.execute<EventRow[]>(
    `SELECT e.id, e.event, COALESCE(s.station_id, CAST(e.station_id AS CHAR)) AS station, s.city, e.started_at, a.state, a.resolved_at,
       CAST(a.peak_value AS CHAR) AS peak_value, a.peak_at, a.acknowledged_at IS NOT NULL AS is_acknowledged
     FROM notification_event e
     LEFT JOIN station s ON s.id = e.station_id
     LEFT JOIN alert_episode a ON a.rule = ? AND a.station_id = e.station_id AND a.started_at = e.started_at
     WHERE e.group_id = ? AND e.state = ? ORDER BY e.id LIMIT ?`,
    [group.rule, group.id, state, limit],
  );
  return rows.map(toEvent);
}

function toEvent({ id, event, station, city, started_at, state, ...row }: EventRow): TellableEvent {
  const episode: EpisodeNow | undefined =
    state === null
      ? undefined
      : {
          state,
          resolvedAt: row.resolved_at === null ? null : toEpochMs(row.resolved_at),
          peakValue: row.peak_value === null ? null : Number(row.peak_value),
          peakAt: row.peak_at === null ? null : toEpochMs(row.peak_at),
          isAcknowledged: row.is_acknowledged === 1,
        };
  return { id, event, station, city, startedAt: toEpochMs(started_at), episode };
}
