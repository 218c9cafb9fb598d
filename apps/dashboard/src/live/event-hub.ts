import type { ServerResponse } from 'node:http';
import type { LiveEventName, LiveEvents } from '../contract/events.ts';
import { LatestReadings } from './reading-batch.ts';
import { connectedFrame, eventFrame, EventRing, parseEventId, type RingBounds } from './event-frame.ts';
import { type EventHistory, Subscriber, type SubscriberObserver } from './subscriber.ts';
import type { DeadLetter, PipelineState } from '../contract/pipeline.ts';

export interface EventHubOptions {
  /** Names this run of the dashboard among others: letters and digits. */
  readonly instanceId: string;
  readonly maxSubscribers: number;
  readonly maxSubscribersPerClient: number;
  readonly observer?: SubscriberObserver;
  readonly kept?: RingBounds;
  readonly now?: () => number;
}

/** A minute of events at a thousand readings a second, with room to spare. */
const KEPT: RingBounds = { events: 1_000, bytes: 16_777_216 };
/** Of a summary: 400 kB at the most. */
const MAX_CATCH_UP_STATIONS = 5_000;
/** A viewer that has not taken for so long what it was sent is dropped. */
const MAX_BLOCKED_MS = 60_000;

const NO_OP_OBSERVER: SubscriberObserver = { eventsSent: () => undefined, catchUpSent: () => undefined };

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
export class EventHub implements EventHistory {
  readonly #options: EventHubOptions;
  readonly #ring: EventRing;
  readonly #latest = new LatestReadings(MAX_CATCH_UP_STATIONS);
  readonly #subscribers = new Set<Subscriber>();
  /** How many viewers each client has: those that read nothing too. */
  readonly #locations = new Map<string, number>();
  readonly #observer: SubscriberObserver;
  readonly #now: () => number;
  #unsent: ((number: number) => Buffer)[] = [];
  #isClosed = false;

  constructor(options: EventHubOptions) {
    this.#options = options;
    this.#ring = new EventRing(options.kept ?? KEPT);
    this.#observer = options.observer ?? NO_OP_OBSERVER;
    this.#now = options.now ?? (() => performance.now());
  }

  get subscribers(): number {
    return this.#subscribers.size;
  }

  get newest(): number {
    return this.#ring.newest;
  }

  /** Is sent before the next turn of the event loop, together with what else is published until then. */
  publish<N extends LiveEventName>(name: N, data: LiveEvents[N]): void {
    if (this.#unsent.length === 0) setImmediate(() => this.#send());
    this.#unsent.push((number) => {
      if ('readings' in data) this.#latest.record(data.readings, number);
      return eventFrame({ instanceId: this.#options.instanceId, number }, name, data);
    });
  }

  /** Greets a viewer and sends it all events from now on, before them those that it has missed, if they are still there. */
  subscribe({ client, response, lastEventId = '' }: SubscribeRequest): 'subscribed' | 'full' {
    if (!this.#hasPlaceFor(client)) return 'full';
    const missedAfter = this.#findResumePoint(lastEventId);
    const position = { instanceId: this.#options.instanceId, number: missedAfter ?? this.newest };
    response.socket?.setNoDelay(true);
    response.writeHead(200, HEADERS);
    response.write(connectedFrame(position, missedAfter !== undefined));
    this.#add(client, response, position.number + 1);
    return 'subscribed';
  }

  at(number: number): Buffer | undefined {
    return this.#ring.at(number);
  }

  catchUpFrom(number: number): Buffer {
    return eventFrame({ instanceId: this.#options.instanceId, number: this.newest }, 'catch-up', {
      missedEvents: this.newest - number + 1,
      readings: this.#latest.since(number),
    });
  }

  /** Ends all connections; the viewers come back by themselves to whoever answers then. */
  close(): void {
    this.#isClosed = true;
    for (const subscriber of this.#subscribers) subscriber.end();
  }

  #hasPlaceFor(client: string): boolean {
    const { maxSubscribers, maxSubscribersPerClient } = this.#options;
    if (this.#isClosed || this.#subscribers.size >= maxSubscribers) return false;
    return (this.#locations.get(client) ?? 0) < maxSubscribersPerClient;
  }

  #add(client: string, response: ServerResponse, next: number): void {
    const subscriber = new Subscriber(response, this, next, this.#observer, this.#now);
    this.#subscribers.add(subscriber);
    this.#locations.set(client, (this.#locations.get(client) ?? 0) + 1);
    response.once('close', () => this.#unsubscribe(client, subscriber));
  }

  #unsubscribe(client: string, subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber);
    const others = (this.#locations.get(client) ?? 0) - 1;
    if (others > 0) this.#locations.set(client, others);
    else this.#locations.delete(client);
  }

  /** The last event that a viewer has seen; undefined when what came after it is not known any more. */
  #findResumePoint(lastEventId: string): number | undefined {
    const position = parseEventId(lastEventId);
    if (position?.instanceId !== this.#options.instanceId) return undefined;
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
    for (const subscriber of this.#subscribers) {
      if (subscriber.blockedMs > MAX_BLOCKED_MS) subscriber.disconnect();
      else subscriber.deliver(all);
    }
  }
}

/** Who wants to see the live events. */
export interface SubscribeRequest {
  /** What it shares its places with. */
  readonly client: string;
  /** Nothing has been written to it; headers may have been set. */
  readonly response: ServerResponse;
  /** The header `Last-Event-ID` of one that comes back. */
  readonly lastEventId: string | undefined;
}

/** What the routes need of the live part. */
export interface LiveView {
  pipeline(): PipelineState;
  /** The newest first. */
  deadLetters(): readonly DeadLetter[];
  /** Takes over the response of `GET /api/v1/events`; when there is no place left, the response is untouched. */
  subscribe(subscriber: SubscribeRequest): 'subscribed' | 'full';
}
