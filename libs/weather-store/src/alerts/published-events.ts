import type { AlertEvent } from './alert-event.ts';

/** More than the alerts that any one should have at a time. */
const EVENTS_KEPT = 10_000;

/**
 * What has been noted in committed transactions: an episode that goes on for days is met by every batch, and its beginning
 * need not be noted with each. Noting it again would do no harm; not noting that an episode fires again would. So this is
 * believed of a station only for as long as its readings are judged in order, by nobody else and from memory.
 */
export class PublishedEvents {
  readonly #told = new Map<number, Set<string>>();
  #size = 0;

  /** Those that are not known to have been noted. */
  filterUnpublished(events: readonly AlertEvent[]): AlertEvent[] {
    return events.filter((event) => !this.#told.get(event.station)?.has(formatEvent(event)));
  }

  /** They were noted, and the transaction committed. */
  onCommit(events: readonly AlertEvent[]): void {
    if (this.#size + events.length > EVENTS_KEPT) this.#clear();
    for (const event of events) {
      const told = this.#told.get(event.station) ?? new Set();
      this.#told.set(event.station, told.add(formatEvent(event)));
    }
    this.#size += events.length;
  }

  /** The episodes of a station may have become others. */
  forget(station: number): void {
    this.#size -= this.#told.get(station)?.size ?? 0;
    this.#told.delete(station);
  }

  #clear(): void {
    this.#told.clear();
    this.#size = 0;
  }
}

function formatEvent({ rule, startedAt, event }: AlertEvent): string {
  return `${rule} ${startedAt} ${event}`;
}
