import { effect, type ReadonlySignal, signal, type Signal, untracked } from '@preact/signals';
import type { Series, SeriesQuery } from '../../../contract/readings.ts';
import { formatError, isAborted, isTransient } from '../../lib/api.ts';
import { appendLive, NO_COLUMNS, type SeriesColumns } from './series-columns.ts';
import { loadAround, needsLoading, type TimeWindow } from './time-window.ts';

/** The maximum of the API. */
const MAX_POINTS = 5_000;
/** Waits for panning and zooming to finish. */
const SETTLE_MS = 120;
const RETRY_MS = 5_000;
/** Number of live values that a load keeps, since they may not be stored yet. */
const RECENT = 120;

export interface SeriesSource {
  readonly quantity: SeriesQuery['quantity'];
  /** The visible window; loading follows it. */
  readonly shown: ReadonlySignal<TimeWindow>;
  /** Each new value triggers a reload. */
  readonly generation: ReadonlySignal<number>;
  /** Nothing is loaded while the plot is not visible. */
  readonly isVisible: ReadonlySignal<boolean>;
  readonly fetch: (query: SeriesQuery, signal: AbortSignal) => Promise<Series>;
}

interface LiveValue {
  /** Epoch ms. */
  readonly at: number;
  readonly value: number | null;
}

/** Loads three times the visible window of a series and appends live values. */
export class SeriesLoader {
  readonly columns: Signal<SeriesColumns> = signal(NO_COLUMNS);
  readonly resolution: Signal<Series['resolution']> = signal('reading');
  readonly error: Signal<string | null> = signal(null);
  readonly isLoading = signal(true);

  readonly #recent: LiveValue[] = [];
  #loaded: TimeWindow | null = null;
  #generation: number;
  #request: AbortController | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly source: SeriesSource) {
    this.#generation = source.generation.peek();
  }

  /** Returns a function that stops it. */
  start(): () => void {
    const stop = effect(() => this.#follow());
    return () => {
      stop();
      clearTimeout(this.#settling);
      this.#request?.abort();
    };
  }

  /** Adds a live value. Hourly and daily means have no live values, and values after the loaded window are not shown. */
  add(at: number, value: number | null): void {
    this.#recent.push({ at, value });
    this.#recent.splice(0, this.#recent.length - RECENT);
    this.columns.value = this.#withRecent(this.columns.peek(), [{ at, value }]);
  }

  #follow(): void {
    const shown = this.source.shown.value;
    const generation = this.source.generation.value;
    if (!this.source.isVisible.value) return;
    const isNew = generation !== this.#generation;
    if (!isNew && !needsLoading(this.#loaded, shown)) return;
    this.#generation = generation;
    if (this.#loaded) this.#loadAfter(SETTLE_MS);
    else untracked(() => void this.#load());
  }

  #loadAfter(delayMs: number): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => void this.#load(), delayMs);
  }

  async #load(): Promise<void> {
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    const window = loadAround(this.source.shown.peek());
    // The requested window counts as loaded, so that the next change does not request it again.
    this.#loaded = window;
    this.isLoading.value = true;
    try {
      const series = await this.source.fetch(this.#query(window), request.signal);
      this.resolution.value = series.resolution;
      this.columns.value = this.#withRecent(series, this.#recent);
      this.error.value = null;
    } catch (error) {
      if (isAborted(error)) return;
      this.error.value = formatError(error);
      if (isTransient(error)) this.#loadAfter(RETRY_MS);
    }
    this.isLoading.value = false;
  }

  #withRecent(columns: SeriesColumns, recent: readonly LiveValue[]): SeriesColumns {
    const loaded = this.#loaded;
    if (!loaded || this.resolution.peek() !== 'reading') return columns;
    const visible = recent.filter(({ at }) => at < loaded.to);
    return visible.reduce((all, { at, value }) => appendLive(all, at, value), columns);
  }

  #query({ from, to }: TimeWindow): SeriesQuery {
    return {
      quantity: this.source.quantity,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      points: MAX_POINTS,
    };
  }
}
