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
  /** The station's city; of what was told as firing the one that was told. */
  readonly city: string | null;
  readonly startedAt: number;
  /** Undefined when there is no such episode any more: readings that came late have changed it. */
  readonly episode: EpisodeNow | undefined;
  /** Of a waiting event: whether the episode was told before, as firing and as over. */
  readonly wasTold: boolean;
  /** Of what was told as firing and does not fire: whether another episode does that would be told under the same labels. */
  readonly anotherFires: boolean;
}

/** A group whose time has come. */
export interface GroupToTell {
  readonly rule: string;
  readonly severity: string;
  /** Not told yet, in the order in which they happened. */
  readonly waiting: readonly TellableEvent[];
  /** Told as firing, and not told as over: all of the stations of `waiting`, and the first of the others. */
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
  readonly firing: readonly Pick<TellableEvent, 'id' | 'city'>[];
  /** The events of `waiting` that are told as over, and those of `firing` that are over. */
  readonly done: readonly number[];
  /** The events of `waiting` that tell nothing; nothing is kept of them. */
  readonly void: readonly number[];
  /** Whether the next message is due at once, whatever waits. */
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
  readonly event: TellableEvent['event'];
  readonly station_id: number;
  readonly station: string;
  readonly city: string | null;
  readonly city_now: string | null;
  readonly started_at: string;
  readonly was_told: number;
  readonly another_fires: number;
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
  const waiting = await em.execute<EventRow[]>(`${EVENTS} ORDER BY e.id LIMIT ?`, [
    ...parametersOf(group, 'waiting'),
    limit,
  ]);
  return {
    rule: group.rule,
    severity: group.severity,
    waiting: waiting.map(toEvent),
    firing: await firingEvents(em, group, [...new Set(waiting.map(({ station_id }) => station_id))]),
    isRepeat: group.is_repeat === 1,
    now: toEpochMs(group.now),
  };
}

/**
 * The events of a group in a state, with how their episodes stand. An episode of another severity is told in another group, so
 * here there is none.
 */
const EVENTS = `
  SELECT e.id, e.event, e.station_id, COALESCE(s.station_id, CAST(e.station_id AS CHAR)) AS station,
    IF(e.state = 'firing', e.city, s.city) AS city, s.city AS city_now, e.started_at,
    a.state, a.resolved_at, CAST(a.peak_value AS CHAR) AS peak_value, a.peak_at,
    a.acknowledged_at IS NOT NULL AS is_acknowledged,
    e.state = 'waiting' AND EXISTS (
      SELECT 1 FROM notification_event d WHERE d.group_id = e.group_id AND d.station_id = e.station_id
        AND d.started_at = e.started_at AND d.event = 'firing' AND d.state = 'done') AS was_told,
    e.state = 'firing' AND COALESCE(a.state, '') <> 'firing' AND EXISTS (
      SELECT 1 FROM alert_episode o WHERE o.station_id = e.station_id AND o.rule = ? AND o.severity = ?
        AND o.state = 'firing') AS another_fires
  FROM notification_event e
  LEFT JOIN station s ON s.id = e.station_id
  LEFT JOIN alert_episode a
    ON a.rule = ? AND a.severity = ? AND a.station_id = e.station_id AND a.started_at = e.started_at
  WHERE e.group_id = ? AND e.state = ?`;

function parametersOf({ id, rule, severity }: LockedGroup, state: 'waiting' | 'firing'): unknown[] {
  return [rule, severity, rule, severity, id, state];
}

/** What of the stations with news was told before is never left out: an end is told only of what is among it. */
async function firingEvents(
  em: EntityManager,
  group: LockedGroup,
  stations: readonly number[],
): Promise<TellableEvent[]> {
  const parameters = parametersOf(group, 'firing');
  const ofStations =
    stations.length === 0
      ? []
      : await em.execute<EventRow[]>(`${EVENTS} AND e.station_id IN (?) ORDER BY e.id`, [
          ...parameters,
          stations,
        ]);
  const first = await em.execute<EventRow[]>(`${EVENTS} ORDER BY e.id LIMIT ?`, [...parameters, MOST_FIRING]);
  const all = new Map([...first, ...ofStations].map((row) => [row.id, row]));
  return [...all.values()].map(toEvent);
}

function toEvent({ id, event, station, city, state, ...row }: EventRow): TellableEvent {
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
  return {
    id,
    event,
    station,
    city,
    startedAt: toEpochMs(row.started_at),
    episode,
    wasTold: row.was_told === 1,
    anotherFires: row.another_fires === 1 && city === row.city_now,
  };
}
