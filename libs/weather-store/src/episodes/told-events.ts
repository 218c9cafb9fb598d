import type { EpisodeEvent } from './episode-changes.ts';

/** More than the alerts that any one should have at a time. */
const EVENTS_KEPT = 10_000;

/**
 * What has been noted in committed transactions: an episode that goes on for days is met by every batch, and its beginning
 * need not be noted with each. Noting it again would do no harm.
 */
export class ToldEvents {
  readonly #told = new Set<string>();

  /** Those that are not known to have been noted. */
  untold(events: readonly EpisodeEvent[]): EpisodeEvent[] {
    return events.filter((event) => !this.#told.has(textOf(event)));
  }

  /** They were noted, and the transaction committed. */
  adopt(events: readonly EpisodeEvent[]): void {
    if (this.#told.size + events.length > EVENTS_KEPT) this.#told.clear();
    for (const event of events) this.#told.add(textOf(event));
  }
}

function textOf({ station, rule, startedAt, event }: EpisodeEvent): string {
  return `${station} ${rule} ${startedAt} ${event}`;
}
