import { signal, type Signal, batch } from '@preact/signals';
import type { LiveEvents, LiveReading, AlertKey } from '../../contract/events.ts';
import type { DeadLetter, PipelineState, Settings } from '../../contract/pipeline.ts';
import { Station } from './station.ts';
import type { Alert } from '../../contract/alerts.ts';
import type { FiringAlert, StationStatus, StationsPage, StationsQuery } from '../../contract/stations.ts';

/** Episodes that began, changed or ended, and those that are none any more. */
export type AlertChanges = LiveEvents['alerts'];

/** What the page knows. The parts of the page read it; what comes from the server changes it. */
export class LiveStore {
  /** Epoch ms, each second. */
  readonly now: Signal<number>;
  readonly connection: Signal<Connection>;
  readonly settings: Signal<Settings | null> = signal(null);
  readonly stations: Signal<ReadonlyMap<string, Station>> = signal(new Map<string, Station>());
  /** Whether the server has more stations than the page shows. */
  readonly hasMoreStations = signal(false);
  readonly pipeline: Signal<PipelineState | null> = signal(null);
  /** The states of the last minutes, the oldest first. */
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
}

export type ConnectionState = 'connecting' | 'live' | 'reduced' | 'reconnecting';

/** How the page hears of what is new. */
export interface Connection {
  readonly state: ConnectionState;
  /** Epoch ms. */
  readonly since: number;
}

/** The connection after a change of its state; the same object where nothing has changed. */
export function changeConnection(connection: Connection, state: ConnectionState, now: number): Connection {
  return connection.state === state ? connection : { state, since: now };
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

/** States that the sparklines show: one a second, five minutes. */
export const HISTORY_LENGTH = 300;
/** Dead letters that are shown, and that the server keeps. */
export const DEAD_LETTERS_SHOWN = 100;

/** The newest items, at most `length` of them, the oldest first. */
export function withNewest<T>(items: readonly T[], item: T, length: number): readonly T[] {
  return [...items.slice(-(length - 1)), item];
}

/** A state that came before what is known already, as after a reconnect, does not count twice. */
export function withState(history: readonly PipelineState[], state: PipelineState): readonly PipelineState[] {
  const last = history.at(-1);
  return last && last.at >= state.at ? history : withNewest(history, state, HISTORY_LENGTH);
}

/** Updates the firing alerts of the stations. */
export function applyAlerts(store: LiveStore, { alerts, removed }: AlertChanges): void {
  batch(() => {
    for (const alert of alerts) {
      change(store, alert, (firing) =>
        alert.state === 'firing' ? withFiring(firing, alert) : without(firing, alert),
      );
    }
    for (const key of removed) change(store, key, (firing) => without(firing, key));
  });
}

function change(
  store: LiveStore,
  { station }: AlertKey,
  next: (firing: readonly FiringAlert[]) => readonly FiringAlert[],
): void {
  const firing = store.stations.peek().get(station)?.alerts;
  if (firing) firing.value = next(firing.peek());
}

/** A rule has at most one open alert at a station, so any other one has been resolved. */
function withFiring(
  firing: readonly FiringAlert[],
  { rule, severity, startedAt }: Alert,
): readonly FiringAlert[] {
  return [...firing.filter((other) => other.rule !== rule), { rule, severity, startedAt }];
}

/** An earlier alert of the rule may change while a later one is firing. */
function without(firing: readonly FiringAlert[], { rule, startedAt }: AlertKey): readonly FiringAlert[] {
  return firing.filter((other) => other.rule !== rule || other.startedAt !== startedAt);
}

const PAGE = 1_000;
/** Stations that a map and a list can hold and stay fluid. */
const MAX_STATIONS = 5_000;

/** Fills the store with the stations, page by page; those that came live stay. */
export async function loadStations(
  store: LiveStore,
  fetchPage: (query: StationsQuery) => Promise<StationsPage>,
): Promise<void> {
  let cursor: string | undefined;
  let loaded = 0;
  do {
    const page = await fetchPage(cursor === undefined ? { limit: PAGE } : { limit: PAGE, cursor });
    addStations(store, page.stations);
    loaded += page.stations.length;
    cursor = page.next;
  } while (cursor !== undefined && loaded < MAX_STATIONS);
  store.hasMoreStations.value = cursor !== undefined;
}

function addStations(store: LiveStore, stations: readonly StationStatus[]): void {
  batch(() => {
    const all = new Map(store.stations.peek());
    for (const now of stations) {
      const station = all.get(now.id) ?? new Station(now.id);
      station.update(now);
      all.set(now.id, station);
    }
    store.stations.value = all;
  });
}
