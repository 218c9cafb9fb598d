import { batch, computed, type ReadonlySignal, signal, type Signal } from '@preact/signals';
import type { Alert } from '../../../contract/alerts.ts';
import type { AlertKey, LiveReading } from '../../../contract/events.ts';
import type { StoredReading } from '../../../contract/stations.ts';
import { api, formatError, isAborted } from '../../lib/api.ts';
import { mergeAlerts } from '../../lib/alerts.ts';
import { Listeners, type LiveStore } from '../../lib/store.ts';
import {
  fromLiveReading,
  fromStoredReading,
  type Latest,
  mergeWithKnown,
  type Station,
} from '../../lib/station.ts';
import { MS_PER_MINUTE } from '../../lib/format.ts';
import { DEFAULT_SPAN_MS, follow, pan, type ShownWindow, windowUntil, zoom } from './time-window.ts';

const MAX_ALERTS = 500;
/** The latest readings are searched in this time before the newest one. */
const RECENT_MS = 15 * MS_PER_MINUTE;
const MAX_READINGS = 1_000;

/** The state of a station view: its time window, its alerts and its live readings. */
export class StationModel {
  readonly shown: Signal<ShownWindow>;
  readonly alerts: Signal<readonly Alert[]> = signal([]);
  /** The latest readings, newest first. */
  readonly recent: Signal<readonly Latest[]> = signal([]);
  readonly error: Signal<string | null> = signal(null);
  /** Emits every live reading of this station. */
  readonly onReading = new Listeners<Latest>();
  /** Undefined while the station is unknown. */
  readonly station: ReadonlySignal<Station | undefined>;

  constructor(
    readonly store: LiveStore,
    readonly id: string,
  ) {
    this.shown = signal(windowUntil(store.now.peek(), DEFAULT_SPAN_MS));
    this.station = computed(() => store.stations.value.get(id));
  }

  /** Returns a function that stops it. */
  start(): () => void {
    const request = new AbortController();
    const stops = [
      this.store.now.subscribe((now) => (this.shown.value = follow(this.shown.peek(), now))),
      this.store.generation.subscribe(() => void this.#load(request.signal)),
      this.store.onReadings.add((readings) => this.#onReadings(readings)),
      this.store.onAlerts.add(({ alerts, removed }) =>
        this.#merge(
          alerts.filter(({ station }) => station === this.id),
          removed,
        ),
      ),
      () => request.abort(),
    ];
    return () => stops.forEach((stop) => stop());
  }

  /** Moves the time window by a share of itself. */
  pan(share: number): void {
    this.shown.value = pan(this.shown.peek(), share, this.store.now.peek());
  }

  /** Zooms around a share of the time window. */
  zoom(factor: number, around: number): void {
    this.shown.value = zoom(this.shown.peek(), factor, around, this.store.now.peek());
  }

  /** Shows the last `spanMs`, and follows the current time. */
  showLast(spanMs: number): void {
    this.shown.value = windowUntil(this.store.now.peek(), spanMs);
  }

  #onReadings(readings: readonly LiveReading[]): void {
    batch(() => {
      for (const reading of readings) {
        if (reading[0] !== this.id) continue;
        const live = fromLiveReading(reading);
        this.onReading.emit(live);
        const recent = this.recent.peek();
        const known = recent.find(({ observedAt }) => observedAt === live.observedAt);
        this.recent.value = withRecent(recent, [mergeWithKnown(live, known)]);
      }
    });
  }

  #merge(alerts: readonly Alert[], removed: readonly AlertKey[] = []): void {
    if (alerts.length + removed.length === 0) return;
    this.alerts.value = mergeAlerts(this.alerts.peek(), alerts, removed);
  }

  async #load(signal: AbortSignal): Promise<void> {
    try {
      const [alerts, readings] = await Promise.all([
        api.alerts({ station: this.id, limit: MAX_ALERTS }, signal),
        this.#loadRecent(signal),
      ]);
      this.#merge(alerts.alerts);
      this.recent.value = withRecent(this.recent.peek(), readings.map(fromStoredReading));
      this.error.value = null;
    } catch (error) {
      if (!isAborted(error)) this.error.value = formatError(error);
    }
  }

  async #loadRecent(signal: AbortSignal): Promise<readonly StoredReading[]> {
    const { latest } = await api.station(this.id, signal);
    if (!latest) return [];
    const newest = Date.parse(latest.observedAt);
    const page = await api.readings(
      this.id,
      {
        from: new Date(newest - RECENT_MS).toISOString(),
        to: new Date(newest + 1).toISOString(),
        limit: MAX_READINGS,
      },
      signal,
    );
    return page.readings;
  }
}

/** Number of readings listed. */
const SHOWN = 10;

/** Merges readings by event time; newest first. */
function withRecent(readings: readonly Latest[], added: readonly Latest[]): readonly Latest[] {
  const all = new Map([...readings, ...added].map((reading) => [reading.observedAt, reading]));
  return [...all.values()].sort((a, b) => b.observedAt - a.observedAt).slice(0, SHOWN);
}
