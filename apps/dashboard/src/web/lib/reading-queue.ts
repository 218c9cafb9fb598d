import { batch } from '@preact/signals';
import { isFromFuture, replacesLatest } from '../../contract/latest-reading.ts';
import type { LiveReading } from '../../contract/events.ts';
import { fromLiveReading, Station } from './station.ts';
import type { LiveStore } from './store.ts';

/** Further stations are ignored. */
export const MAX_STATIONS = 20_000;

/** Applies the latest reading of each station once per frame, except readings from the future (by the clock of the server). */
export class ReadingQueue {
  readonly #waiting = new Map<string, LiveReading>();
  #isScheduled = false;

  constructor(
    private readonly store: LiveStore,
    /** Calls a function before the next frame, as `requestAnimationFrame` does. */
    private readonly onNextFrame: (draw: () => void) => void,
    /** Called when unknown stations have sent readings. */
    private readonly onNewStations: () => void,
  ) {}

  add(readings: readonly LiveReading[]): void {
    const now = this.#now();
    for (const reading of readings) {
      const [station, observedAt] = reading;
      const known = this.#waiting.get(station);
      if (!known && !this.#hasRoomFor(station)) continue;
      if (!known || replacesLatest(observedAt, known[1], now)) this.#waiting.set(station, reading);
    }
    if (this.#isScheduled || this.#waiting.size === 0) return;
    this.#isScheduled = true;
    this.onNextFrame(() => this.#apply());
  }

  /** A hidden page draws no frames, so the queue has to be bounded as well. */
  #hasRoomFor(station: string): boolean {
    const known = this.store.stations.peek();
    return known.has(station) || known.size + this.#waiting.size < MAX_STATIONS;
  }

  #apply(): void {
    this.#isScheduled = false;
    const now = this.#now();
    batch(() => {
      const added: Station[] = [];
      for (const [id, reading] of this.#waiting) {
        let station = this.store.stations.peek().get(id);
        if (!station) added.push((station = new Station(id)));
        if (!isFromFuture(reading[1], now)) station.applyLive(fromLiveReading(reading));
      }
      this.#waiting.clear();
      if (added.length > 0) this.#publish(added);
    });
  }

  #now(): number {
    const pipeline = this.store.pipeline.peek();
    return pipeline ? Date.parse(pipeline.at) : Date.now();
  }

  #publish(added: readonly Station[]): void {
    const all = new Map(this.store.stations.peek());
    for (const station of added) all.set(station.id, station);
    this.store.stations.value = all;
    this.onNewStations();
  }
}
