import type { TellableEvent } from '@weather/weather-store/notifications';

/** The episodes of a group that a receiver was told of as firing and not as over, by their alerts: what labels tell apart. */
export class ToldAlerts {
  readonly #byEpisode = new Map<string, TellableEvent>();
  readonly #byAlert: ReadonlyMap<string, readonly TellableEvent[]>;

  constructor(events: readonly TellableEvent[]) {
    for (const event of events) this.#byEpisode.set(toListedAlert(event), event);
    this.#byAlert = Map.groupBy(events, alertOf);
  }

  /** The episodes of each alert, those that were told last at the end. */
  get byAlert(): Iterable<readonly [name: string, episodes: readonly TellableEvent[]]> {
    return this.#byAlert;
  }

  /** Whether the episode of an event was told. */
  has(event: TellableEvent): boolean {
    return this.#byEpisode.has(toListedAlert(event));
  }

  /** An event with what the receiver knows its episode by: the city may be another one by now. */
  asTold(event: TellableEvent): TellableEvent {
    const { city, anotherFires } = this.#byEpisode.get(toListedAlert(event)) ?? event;
    return { ...event, city, anotherFires };
  }

  /** The alert of an event, among those of the group. */
  nameOf(event: TellableEvent): string {
    return alertOf(this.asTold(event));
  }

  /** The other episodes that were told under the same labels. */
  othersOf(event: TellableEvent): TellableEvent[] {
    const episodes = this.#byAlert.get(this.nameOf(event)) ?? [];
    return episodes.filter(({ startedAt }) => startedAt !== event.startedAt);
  }
}

function toListedAlert({ station, startedAt }: TellableEvent): string {
  return JSON.stringify([station, startedAt]);
}

function alertOf({ station, city }: TellableEvent): string {
  return JSON.stringify([station, city]);
}
