import { signal, type Signal } from '@preact/signals';
import type { Alert } from '../../contract/alerts.ts';
import type { AlertKey, LiveReading } from '../../contract/events.ts';
import type { FiringAlert, Location, StationStatus, StoredReading } from '../../contract/stations.ts';
import { QUANTITIES, TEMPERATURE } from './format.ts';

/** The latest reading of a station. */
export interface Latest {
  /** Epoch ms. */
  readonly observedAt: number;
  /** In the order of `QUANTITIES`. */
  readonly values: readonly (number | null)[];
}

/** A station as shown. Everything that changes is a separate signal, so that nothing else is rendered again. */
export class Station {
  readonly city: Signal<string | null> = signal(null);
  readonly location: Signal<Location | null> = signal(null);
  readonly latest: Signal<Latest | null> = signal(null);
  readonly alerts: Signal<readonly FiringAlert[]> = signal([]);
  #isStored = false;

  constructor(readonly id: string) {}

  /** Whether the server has returned it: a station known from live readings may not be stored yet. */
  get isStored(): boolean {
    return this.#isStored;
  }

  /** The name of its location, else its city, else its id. */
  get name(): string {
    return this.location.value?.name ?? this.city.value ?? this.id;
  }

  get temperature(): number | null {
    return this.latest.value?.values[TEMPERATURE] ?? null;
  }

  /** Applies a response of the server; a newer live reading is kept. */
  update({ city, location, alerts, latest }: StationStatus): void {
    this.#isStored = true;
    this.city.value = city;
    this.location.value = location;
    this.alerts.value = alerts;
    if (latest) this.#take(fromStoredReading(latest));
  }

  /** Applies a live reading; older ones than the latest are ignored. */
  applyLive(latest: Latest): void {
    this.#take(mergeWithKnown(latest, this.latest.peek()));
  }

  /** Adds a firing alert, in place of an earlier one of its rule; removes an alert in any other state. */
  applyAlert(alert: Alert): void {
    const { rule, severity, startedAt } = alert;
    if (alert.state !== 'firing') this.removeAlert(alert);
    else {
      const others = this.alerts.peek().filter((other) => other.rule !== rule);
      this.alerts.value = [...others, { rule, severity, startedAt }];
    }
  }

  /** Removes an alert; a later one of the same rule stays. */
  removeAlert({ rule, startedAt }: AlertKey): void {
    this.alerts.value = this.alerts
      .peek()
      .filter((other) => other.rule !== rule || other.startedAt !== startedAt);
  }

  #take(latest: Latest): void {
    const known = this.latest.peek();
    if (!known || latest.observedAt >= known.observedAt) this.latest.value = latest;
  }
}

/**
 * Completes a live reading from an earlier one of the same timestamp, since a record may have only some of the quantities. A
 * value that it removes is shown until the next load.
 */
export function mergeWithKnown(live: Latest, known: Latest | null | undefined): Latest {
  if (live.observedAt !== known?.observedAt) return live;
  return { ...live, values: live.values.map((value, index) => value ?? known.values[index] ?? null) };
}

export function fromLiveReading(reading: LiveReading): Latest {
  const [, observedAt, ...values] = reading;
  return { observedAt, values };
}

export function fromStoredReading(reading: StoredReading): Latest {
  return { observedAt: Date.parse(reading.observedAt), values: QUANTITIES.map(({ name }) => reading[name]) };
}
