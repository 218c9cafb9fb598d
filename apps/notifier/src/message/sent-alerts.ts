import type { GroupEvent } from '@weather/weather-store/notifications';

/** The alerts of a group that were sent as firing and not as resolved, by their labels: station and city. */
export class SentAlerts {
  /** The alerts with the same labels, the last sent one last. */
  readonly byLabels: ReadonlyMap<string, readonly GroupEvent[]>;
  readonly #byKey: ReadonlyMap<string, GroupEvent>;

  constructor(events: readonly GroupEvent[]) {
    this.#byKey = new Map(events.map((event) => [toKey(event), event]));
    this.byLabels = Map.groupBy(events, toLabels);
  }

  /** Whether the alert of an event was sent. */
  has(event: GroupEvent): boolean {
    return this.#byKey.has(toKey(event));
  }

  /** The event with the labels its alert was sent with: the station's city may have changed since. */
  asSent(event: GroupEvent): GroupEvent {
    const { city, anotherFiring } = this.#byKey.get(toKey(event)) ?? event;
    return { ...event, city, anotherFiring };
  }

  /** The labels of an event's alert, as a key of `byLabels`. */
  getLabels(event: GroupEvent): string {
    return toLabels(this.asSent(event));
  }

  /** Finds the other alerts that were sent with the same labels. */
  findOthers(event: GroupEvent): GroupEvent[] {
    const events = this.byLabels.get(this.getLabels(event)) ?? [];
    return events.filter(({ startedAt }) => startedAt !== event.startedAt);
  }
}

function toKey({ station, startedAt }: GroupEvent): string {
  return JSON.stringify([station, startedAt]);
}

function toLabels({ station, city }: GroupEvent): string {
  return JSON.stringify([station, city]);
}
