import type { EntityManager } from '@mikro-orm/mysql';
import type { StationAlert } from '@weather/weather-rules';
import { chunk } from '../rows/chunk.ts';
import { toDateTime } from '../rows/date-time.ts';

/** The key of an alert: the surrogate key of its station, its rule and its start in epoch ms. */
export interface AlertKey {
  readonly station: number;
  readonly rule: string;
  readonly startedAt: number;
}

/** A transition of an alert that is recorded in the outbox. */
export interface AlertEvent extends AlertKey {
  readonly event: 'firing' | 'resolved';
}

/** Returns the events of alerts: that they have fired, and that they have been resolved. */
export function toAlertEvents(alerts: readonly StationAlert[]): AlertEvent[] {
  return alerts.flatMap(({ station, alert: { rule, startedAt, firedAt, state } }) => {
    const key = { station, rule, startedAt };
    return [
      ...(firedAt === undefined ? [] : [{ ...key, event: 'firing' as const }]),
      ...(state === 'resolved' ? [{ ...key, event: 'resolved' as const }] : []),
    ];
  });
}

/** Records events in the outbox; an event that is recorded twice is there once. */
export async function recordEvents(
  em: EntityManager,
  events: readonly AlertEvent[],
  now: number,
): Promise<void> {
  for (const some of chunk(events)) {
    const rows = some.map(({ station, rule, startedAt, event }) => [
      station,
      rule,
      toDateTime(startedAt),
      event,
      toDateTime(now),
    ]);
    await em.execute(
      'INSERT IGNORE INTO notification_outbox (station_id, rule, started_at, event, created_at) VALUES ?',
      [rows],
      'run',
    );
  }
}

/** More alerts than should be open at a time. */
const EVENTS_KEPT = 10_000;

/**
 * The alert events that committed transactions have recorded in the outbox. Every batch meets an alert that fires for days, and
 * its start need not be recorded with each of them. Recording an event twice does no harm, but omitting that an alert fires again
 * would; so a station's events are remembered only while this process alone evaluates its readings, in order and from memory.
 */
export class RecordedEvents {
  readonly #recorded = new Map<number, Set<string>>();
  #size = 0;

  /** The events that may not be in the outbox yet. */
  filterUnrecorded(events: readonly AlertEvent[]): AlertEvent[] {
    return events.filter((event) => !this.#recorded.get(event.station)?.has(formatEvent(event)));
  }

  /** Remembers events whose transaction has committed. */
  onCommit(events: readonly AlertEvent[]): void {
    if (this.#size + events.length > EVENTS_KEPT) {
      this.#recorded.clear();
      this.#size = 0;
    }
    for (const event of events) {
      const recorded = this.#recorded.get(event.station) ?? new Set();
      this.#recorded.set(event.station, recorded.add(formatEvent(event)));
    }
    this.#size += events.length;
  }

  /** Forgets a station whose alerts may have changed. */
  forget(station: number): void {
    this.#size -= this.#recorded.get(station)?.size ?? 0;
    this.#recorded.delete(station);
  }
}

function formatEvent({ rule, startedAt, event }: AlertEvent): string {
  return `${rule} ${startedAt} ${event}`;
}
