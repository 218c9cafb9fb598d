import type { ServerResponse } from 'node:http';
import type { LiveEventName, LiveEvents } from '../contract/events.ts';
import { LatestReadings } from './reading-batch.ts';
import { connectedFrame, eventFrame, EventRing, parseEventId, type RingBounds } from './event-frame.ts';
import { type EventHistory, Subscriber, type SubscriberObserver } from './subscriber.ts';
import type { DeadLetter, PipelineState } from '../contract/pipeline.ts';

export interface EventHubOptions {
  /** Identifies this process; alphanumeric, lower case. */
  readonly instanceId: string;
  readonly maxSubscribers: number;
  readonly maxSubscribersPerClient: number;
  readonly observer: SubscriberObserver;
  readonly bounds?: RingBounds;
  readonly now?: () => number;
}

/** More than a minute of events at 1,000 readings per second. */
const DEFAULT_BOUNDS: RingBounds = { events: 1_000, bytes: 16_777_216 };
/** Limits a catch-up event to 400 kB. */
const MAX_CATCH_UP_STATIONS = 5_000;
/** A subscriber that has read nothing for this long is disconnected. */
const MAX_BLOCKED_MS = 60_000;

const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  // nginx would buffer the events otherwise.
  'X-Accel-Buffering': 'no',
};

/**
 * Sends events to all subscribers. Each event is serialized once, and all events published within a turn of the event loop are
 * written together. A slow subscriber does not affect the others.
 */
export class EventHub implements EventHistory {
  readonly #options: EventHubOptions;
  readonly #ring: EventRing;
  readonly #latest = new LatestReadings(MAX_CATCH_UP_STATIONS);
  readonly #subscribers = new Set<Subscriber>();
  /** Number of connections of each client, whether they read or not. */
  readonly #connections = new Map<string, number>();
  readonly #now: () => number;
  #unsent: ((number: number) => Buffer)[] = [];
  #isClosed = false;

  constructor(options: EventHubOptions) {
    this.#options = options;
    this.#ring = new EventRing(options.bounds ?? DEFAULT_BOUNDS);
    this.#now = options.now ?? (() => performance.now());
  }

  get subscribers(): number {
    return this.#subscribers.size;
  }

  get newest(): number {
    return this.#ring.newest;
  }

  /** Queues an event; it is sent in the next turn of the event loop with all others of this turn. */
  publish<N extends LiveEventName>(name: N, data: LiveEvents[N]): void {
    if (this.#unsent.length === 0) setImmediate(() => this.#send());
    this.#unsent.push((number) => {
      if ('readings' in data) this.#latest.record(data.readings, number);
      return eventFrame({ instanceId: this.#options.instanceId, number }, name, data);
    });
  }

  /** Sends all events from now on, preceded by the missed ones if they are still kept. */
  subscribe({ client, response, lastEventId = '' }: SubscribeRequest): 'subscribed' | 'full' {
    if (!this.#hasRoomFor(client)) return 'full';
    const resumePoint = this.#findResumePoint(lastEventId);
    const id = { instanceId: this.#options.instanceId, number: resumePoint ?? this.newest };
    response.socket?.setNoDelay(true);
    response.writeHead(200, HEADERS);
    response.write(connectedFrame(id, resumePoint !== undefined));
    this.#add(client, response, id.number + 1);
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

  /** Ends all connections; browsers reconnect by themselves. */
  close(): void {
    this.#isClosed = true;
    for (const subscriber of this.#subscribers) subscriber.end();
  }

  #hasRoomFor(client: string): boolean {
    const { maxSubscribers, maxSubscribersPerClient } = this.#options;
    if (this.#isClosed || this.#subscribers.size >= maxSubscribers) return false;
    return (this.#connections.get(client) ?? 0) < maxSubscribersPerClient;
  }

  #add(client: string, response: ServerResponse, next: number): void {
    const subscriber = new Subscriber(response, this, next, this.#options.observer, this.#now);
    this.#subscribers.add(subscriber);
    this.#connections.set(client, (this.#connections.get(client) ?? 0) + 1);
    response.once('close', () => this.#unsubscribe(client, subscriber));
  }

  #unsubscribe(client: string, subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber);
    const others = (this.#connections.get(client) ?? 0) - 1;
    if (others > 0) this.#connections.set(client, others);
    else this.#connections.delete(client);
  }

  /** The last event the client has seen; undefined if later ones are no longer kept. */
  #findResumePoint(lastEventId: string): number | undefined {
    const position = parseEventId(lastEventId);
    if (position?.instanceId !== this.#options.instanceId) return undefined;
    const { oldest, newest } = this.#ring;
    return position.number >= oldest - 1 && position.number <= newest ? position.number : undefined;
  }

  #send(): void {
    const frames = this.#unsent.map((encode) => {
      const frame = encode(this.newest + 1);
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

/** A request for the live events. */
export interface SubscribeRequest {
  /** Limits apply to all connections of the same client. */
  readonly client: string;
  /** Nothing has been written yet; headers may be set. */
  readonly response: ServerResponse;
  /** The header `Last-Event-ID` of a client that reconnects. */
  readonly lastEventId: string | undefined;
}

/** The live state that the routes need. */
export interface LiveView {
  pipeline(): PipelineState;
  /** Newest first. */
  deadLetters(): readonly DeadLetter[];
  /** Takes over the response of `GET /api/v1/events`; leaves it untouched if the limit is reached. */
  subscribe(request: SubscribeRequest): 'subscribed' | 'full';
}
