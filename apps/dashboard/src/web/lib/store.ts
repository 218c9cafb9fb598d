import { batch, signal, type Signal } from '@preact/signals';
import type { LiveEvents, LiveReading } from '../../contract/events.ts';
import type { DeadLetter, PipelineState, Settings } from '../../contract/pipeline.ts';
import type { StationStatus, StationsPage, StationsQuery } from '../../contract/stations.ts';
import { Station } from './station.ts';

/** Alerts that started or changed, and alerts that were retracted. */
export type AlertChanges = LiveEvents['alerts'];

export type ConnectionState = 'connecting' | 'live' | 'reduced' | 'reconnecting';

/** Number of states that the sparklines show: one a second for five minutes. */
export const HISTORY_LENGTH = 300;
const PAGE = 1_000;
/** A map and a list with more stations than this are sluggish. */
const MAX_STATIONS = 5_000;

/** What the page knows: the server's responses and events change it, and the components show it. */
export class LiveStore {
  /** Epoch ms, updated every second. */
  readonly now: Signal<number>;
  /** The state of the event stream, and since when (epoch ms) it is in this state. */
  readonly connection: Signal<{ readonly state: ConnectionState; readonly since: number }>;
  readonly settings: Signal<Settings | null> = signal(null);
  readonly stations: Signal<ReadonlyMap<string, Station>> = signal(new Map<string, Station>());
  /** Whether the server has more stations than the page shows. */
  readonly hasMoreStations = signal(false);
  readonly pipeline: Signal<PipelineState | null> = signal(null);
  /** The states of the last minutes, oldest first. */
  readonly pipelineHistory: Signal<readonly PipelineState[]> = signal([]);
  readonly deadLetters: Signal<readonly DeadLetter[]> = signal([]);
  /** Incremented when events were missed: everything shown has to be refetched. */
  readonly generation = signal(0);
  /** Why the first load failed, until it has succeeded. */
  readonly loadError: Signal<string | null> = signal(null);

  readonly onReadings = new Listeners<readonly LiveReading[]>();
  readonly onAlerts = new Listeners<AlertChanges>();

  constructor(now: number) {
    this.now = signal(now);
    this.connection = signal({ state: 'connecting', since: now });
  }

  setConnection(state: ConnectionState): void {
    if (this.connection.peek().state !== state) this.connection.value = { state, since: Date.now() };
  }

  /** Replaces the state; one that is not newer, as after a reconnect, does not enter the history again. */
  applyPipeline(state: PipelineState): void {
    const history = this.pipelineHistory.peek();
    const last = history.at(-1);
    batch(() => {
      this.pipeline.value = state;
      if (!last || last.at < state.at)
        this.pipelineHistory.value = [...history.slice(1 - HISTORY_LENGTH), state];
    });
  }

  /** Updates the firing alerts of the stations. */
  applyAlerts(changes: AlertChanges): void {
    const stations = this.stations.peek();
    batch(() => {
      for (const alert of changes.alerts) stations.get(alert.station)?.applyAlert(alert);
      for (const key of changes.removed) stations.get(key.station)?.removeAlert(key);
    });
    this.onAlerts.emit(changes);
  }

  /** Loads the stations page by page; stations known from live readings stay. */
  async loadStations(fetchPage: (query: StationsQuery) => Promise<StationsPage>): Promise<void> {
    let cursor: string | undefined;
    let loaded = 0;
    do {
      const page = await fetchPage(cursor === undefined ? { limit: PAGE } : { limit: PAGE, cursor });
      this.#addStations(page.stations);
      loaded += page.stations.length;
      cursor = page.next;
    } while (cursor !== undefined && loaded < MAX_STATIONS);
    this.hasMoreStations.value = cursor !== undefined;
  }

  #addStations(loaded: readonly StationStatus[]): void {
    batch(() => {
      const all = new Map(this.stations.peek());
      for (const status of loaded) {
        const station = all.get(status.id) ?? new Station(status.id);
        station.update(status);
        all.set(status.id, station);
      }
      this.stations.value = all;
    });
  }
}

/** Calls listeners in the order in which they were added. */
export class Listeners<T> {
  readonly #listeners = new Set<(event: T) => void>();

  /** Returns a function that removes the listener. */
  add(listener: (event: T) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  emit(event: T): void {
    for (const listener of this.#listeners) listener(event);
  }
}
