import type { EpisodeEvent } from './episode-changes.ts';

/** More than the alerts that any one should have at a time. */
const EVENTS_KEPT = 10_000;

/**
 * What has been noted in committed transactions: an episode that goes on for days is met by every batch, and its beginning
 * need not be noted with each. Noting it again would do no harm; not noting that an episode fires again would. So this is
 * believed of a station only for as long as its readings are judged in order, by nobody else and from memory.
 */
export class ToldEvents {
  readonly #told = new Map<number, Set<string>>();
  #size = 0;

  /** Those that are not known to have been noted. */
  untold(events: readonly EpisodeEvent[]): EpisodeEvent[] {
    return events.filter((event) => !this.#told.get(event.station)?.has(textOf(event)));
  }

  /** They were noted, and the transaction committed. */
  adopt(events: readonly EpisodeEvent[]): void {
    if (this.#size + events.length > EVENTS_KEPT) this.#clear();
    for (const event of events) {
      const told = this.#told.get(event.station) ?? new Set();
      this.#told.set(event.station, told.add(textOf(event)));
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

function textOf({ rule, startedAt, event }: EpisodeEvent): string {
  return `${rule} ${startedAt} ${event}`;
}
