import type { AlertEvent } from './alert-event.ts';

/** More alerts than should be open at a time. */
const EVENTS_KEPT = 10_000;

/**
 * The alert events that committed transactions have written to the outbox. Every batch meets an alert that fires for days, and
 * its start need not be written with each of them. Writing an event twice does no harm, but omitting that an alert fires again
 * would; so a station's events are remembered only while this process alone evaluates its readings, in order and from memory.
 */
export class RecordedEvents {
  readonly #recorded = new Map<number, Set<string>>();
  #size = 0;

  /** The events that are not known to be in the outbox. */
  filterUnrecorded(events: readonly AlertEvent[]): AlertEvent[] {
    return events.filter((event) => !this.#recorded.get(event.station)?.has(formatEvent(event)));
  }

  /** Remembers events whose transaction has committed. */
  onCommit(events: readonly AlertEvent[]): void {
    if (this.#size + events.length > EVENTS_KEPT) this.#clear();
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

  #clear(): void {
    this.#recorded.clear();
    this.#size = 0;
  }
}

function formatEvent({ rule, startedAt, event }: AlertEvent): string {
  return `${rule} ${startedAt} ${event}`;
}
