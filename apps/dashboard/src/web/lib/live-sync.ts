import type { LiveReading } from '../../contract/events.ts';
import { api, formatError } from './api.ts';
import { type EventHandlers, EventStream } from './event-stream.ts';
import { ReadingQueue } from './reading-queue.ts';
import type { LiveStore } from './store.ts';

const TICK_MS = 1_000;
/** Gives the consumer time to store the first reading of a new station. */
const STORED_MS = 200;
/** Many new stations appear at once when a producer starts: they are requested together. */
const NEW_STATIONS_MS = 2_000;
/** Retries, with exponential backoff, for live stations that are not stored yet. */
const STORED_TRIES = 6;
const RETRY_MS = 5_000;
const REFETCH_MS = 10_000;
/** Number of dead letters shown; the server keeps as many. */
const MAX_DEAD_LETTERS = 100;

/** Keeps the store in sync with the server: loads the current state, then applies the events. */
export class LiveSync {
  readonly #queue: ReadingQueue;
  #isLoaded = false;
  #refetching: ReturnType<typeof setTimeout> | undefined;
  #loading: ReturnType<typeof setTimeout> | undefined;
  #newStationsAt = Number.NEGATIVE_INFINITY;
  #storedTries = 0;

  constructor(private readonly store: LiveStore) {
    this.#queue = new ReadingQueue(
      store,
      (draw) => void requestAnimationFrame(draw),
      () => this.#onNewStations(),
    );
  }

  start(): void {
    setInterval(() => (this.store.now.value = Date.now()), TICK_MS);
    void this.#load();
    new EventStream({
      open: () => new EventSource(api.eventsPath),
      handlers: this.#handlers(),
      onDisconnect: () => this.store.setConnection('reconnecting'),
      after: (delayMs, call) => {
        const timer = setTimeout(call, delayMs);
        return () => clearTimeout(timer);
      },
    }).open();
  }

  #handlers(): EventHandlers {
    const { store } = this;
    let isFirst = true;
    return {
      connected: ({ resumed }) => {
        store.setConnection('live');
        if (!resumed && !isFirst) this.#refetch();
        isFirst = false;
      },
      readings: ({ readings, dropped }) => {
        store.setConnection(dropped > 0 ? 'reduced' : 'live');
        this.#addReadings(readings);
      },
      'catch-up': ({ readings }) => {
        store.setConnection('reduced');
        this.#addReadings(readings);
        this.#refetchSoon();
      },
      alerts: (changes) => store.applyAlerts(changes),
      pipeline: (state) => store.applyPipeline(state),
      'dead-letters': ({ deadLetters }) => {
        store.deadLetters.value = [...deadLetters, ...store.deadLetters.peek()].slice(0, MAX_DEAD_LETTERS);
      },
    };
  }

  #addReadings(readings: readonly LiveReading[]): void {
    this.#queue.add(readings);
    this.store.onReadings.emit(readings);
  }

  async #load(): Promise<void> {
    const { store } = this;
    try {
      await Promise.all([
        store.loadStations(api.stations),
        api.settings().then((settings) => (store.settings.value = settings)),
        api.pipeline().then((state) => (store.pipeline.value ??= state)),
        api.deadLetters().then(({ deadLetters }) => (store.deadLetters.value = deadLetters)),
      ]);
      store.loadError.value = null;
      this.#isLoaded = true;
      this.#retryUnstored();
    } catch (error) {
      store.loadError.value = formatError(error);
      this.#loadAfter(RETRY_MS);
    }
  }

  #refetch(): void {
    this.store.generation.value += 1;
    void this.#load();
  }

  /** Delayed, so that a page that is too slow is not slowed down further. */
  #refetchSoon(): void {
    this.#refetching ??= setTimeout(() => {
      this.#refetching = undefined;
      this.#refetch();
    }, REFETCH_MS);
  }

  /** Stations seen before the first response are part of it. */
  #onNewStations(): void {
    this.#storedTries = 0;
    if (!this.#isLoaded) return;
    const now = Date.now();
    this.#loadAfter(Math.max(STORED_MS, this.#newStationsAt + NEW_STATIONS_MS - now));
    this.#newStationsAt = now;
  }

  /** The consumer may lag behind or not be running. */
  #retryUnstored(): void {
    const stations = [...this.store.stations.peek().values()];
    if (this.#storedTries >= STORED_TRIES || stations.every(({ isStored }) => isStored)) return;
    this.#loadAfter(NEW_STATIONS_MS * 2 ** this.#storedTries);
    this.#storedTries += 1;
  }

  #loadAfter(delayMs: number): void {
    this.#loading ??= setTimeout(() => {
      this.#loading = undefined;
      void this.#load();
    }, delayMs);
  }
}
