import type { ServerResponse } from 'node:http';
import type { LiveEventName, LiveEvents } from '../contract/events.ts';
import type { NewViewer } from './live-view.ts';
import { LatestReadings } from './latest-readings.ts';
import { eventFrame, helloFrame, parseEventId } from './event-frame.ts';
import { EventRing, type RingBounds } from './event-ring.ts';
import { Viewer, type PastEvents, type ViewerObserver } from './subscriber.ts';

export interface EventHubOptions {
  /** Names this run of the dashboard among others: letters and digits. */
  readonly run: string;
  readonly maxViewers: number;
  readonly maxViewersPerClient: number;
  readonly observer?: ViewerObserver;
  readonly kept?: RingBounds;
  readonly now?: () => number;
}

/** A minute of events at a thousand readings a second, with room to spare. */
const KEPT: RingBounds = { events: 1_000, bytes: 16_777_216 };
/** Of a summary: 400 kB at the most. */
const MAX_SUMMARISED_STATIONS = 5_000;
/** A viewer that has not taken for so long what it was sent is dropped. */
const MAX_WAITING_MS = 60_000;

const NO_OBSERVER: ViewerObserver = { sent: () => undefined, summarised: () => undefined };

const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  // For nginx, which otherwise holds events back.
  'X-Accel-Buffering': 'no',
};

/**
 * Sends events to all viewers. Each event is put together once, and each viewer written to once for all that was published
 * at a time. A viewer that does not take its events costs the others nothing.
 */
export class EventHub implements PastEvents {
  readonly #options: EventHubOptions;
  readonly #ring: EventRing;
  readonly #latest = new LatestReadings(MAX_SUMMARISED_STATIONS);
  readonly #viewers = new Set<Viewer>();
  /** How many viewers each client has: those that read nothing too. */
  readonly #places = new Map<string, number>();
  readonly #observer: ViewerObserver;
  readonly #now: () => number;
  #unsent: ((number: number) => Buffer)[] = [];
  #isClosed = false;

  constructor(options: EventHubOptions) {
    this.#options = options;
    this.#ring = new EventRing(options.kept ?? KEPT);
    this.#observer = options.observer ?? NO_OBSERVER;
    this.#now = options.now ?? (() => performance.now());
  }

  get viewers(): number {
    return this.#viewers.size;
  }

  get newest(): number {
    return this.#ring.newest;
  }

  /** Is sent before the next turn of the event loop, together with what else is published until then. */
  publish<N extends LiveEventName>(name: N, data: LiveEvents[N]): void {
    if (this.#unsent.length === 0) setImmediate(() => this.#send());
    this.#unsent.push((number) => {
      if ('readings' in data) this.#latest.note(data.readings, number);
      return eventFrame({ run: this.#options.run, number }, name, data);
    });
  }

  /** Greets a viewer and sends it all events from now on, before them those that it has missed, if they are still there. */
  join({ client, response, lastEventId = '' }: NewViewer): 'joined' | 'full' {
    if (!this.#hasPlaceFor(client)) return 'full';
    const missedAfter = this.#resumableAt(lastEventId);
    const position = { run: this.#options.run, number: missedAfter ?? this.newest };
    response.socket?.setNoDelay(true);
    response.writeHead(200, HEADERS);
    response.write(helloFrame(position, missedAfter !== undefined));
    this.#add(client, response, position.number + 1);
    return 'joined';
  }

  at(number: number): Buffer | undefined {
    return this.#ring.at(number);
  }

  summaryFrom(number: number): Buffer {
    return eventFrame({ run: this.#options.run, number: this.newest }, 'summary', {
      missedEvents: this.newest - number + 1,
      readings: this.#latest.since(number),
    });
  }

  /** Ends all connections; the viewers come back by themselves to whoever answers then. */
  close(): void {
    this.#isClosed = true;
    for (const viewer of this.#viewers) viewer.end();
  }

  #hasPlaceFor(client: string): boolean {
    const { maxViewers, maxViewersPerClient } = this.#options;
    if (this.#isClosed || this.#viewers.size >= maxViewers) return false;
    return (this.#places.get(client) ?? 0) < maxViewersPerClient;
  }

  #add(client: string, response: ServerResponse, next: number): void {
    const viewer = new Viewer(response, this, next, this.#observer, this.#now);
    this.#viewers.add(viewer);
    this.#places.set(client, (this.#places.get(client) ?? 0) + 1);
    response.once('close', () => this.#leave(client, viewer));
  }

  #leave(client: string, viewer: Viewer): void {
    this.#viewers.delete(viewer);
    const others = (this.#places.get(client) ?? 0) - 1;
    if (others > 0) this.#places.set(client, others);
    else this.#places.delete(client);
  }

  /** The last event that a viewer has seen; undefined when what came after it is not known any more. */
  #resumableAt(lastEventId: string): number | undefined {
    const position = parseEventId(lastEventId);
    if (position?.run !== this.#options.run) return undefined;
    const { oldest, newest } = this.#ring;
    return position.number >= oldest - 1 && position.number <= newest ? position.number : undefined;
  }

  #send(): void {
    const frames = this.#unsent.map((frameOf) => {
      const frame = frameOf(this.newest + 1);
      this.#ring.push(frame);
      return frame;
    });
    this.#unsent = [];
    const all = Buffer.concat(frames);
    for (const viewer of this.#viewers) {
      if (viewer.waitingMs > MAX_WAITING_MS) viewer.drop();
      else viewer.offer(all);
    }
  }
}
