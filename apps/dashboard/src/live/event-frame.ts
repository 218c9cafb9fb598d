import type { LiveEventName, LiveEvents } from '../contract/events.ts';

/** How soon a browser reconnects, in milliseconds. */
const RETRY_MS = 1_000;

/** Identifies an event by its number within one process of the dashboard. */
export interface EventId {
  readonly instanceId: string;
  readonly number: number;
}

/** Encodes a server-sent event. JSON has no line breaks, so the data is a single line. */
export function eventFrame<N extends LiveEventName>(
  { instanceId, number }: EventId,
  name: N,
  data: LiveEvents[N],
): Buffer {
  return Buffer.from(`id: ${instanceId}-${number}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}

/** Encodes the first event. Its id is the resume point, so that a client that disconnects right after it misses nothing. */
export function connectedFrame(id: EventId, resumed: boolean): Buffer {
  return Buffer.concat([Buffer.from(`retry: ${RETRY_MS}\n`), eventFrame(id, 'connected', { resumed })]);
}

/** Parses `Last-Event-ID`; undefined if the id has another form. */
export function parseEventId(id: string): EventId | undefined {
  const [, instanceId, digits] = /^([0-9a-z]+)-(\d{1,15})$/.exec(id) ?? [];
  return instanceId === undefined ? undefined : { instanceId, number: Number(digits) };
}

export interface RingBounds {
  readonly events: number;
  readonly bytes: number;
}

/** The most recent events by number, within both bounds, for clients that reconnect. */
export class EventRing {
  readonly #frames: Buffer[] = [];
  #newest = 0;
  #bytes = 0;

  constructor(private readonly bounds: RingBounds) {}

  /** The number of the last event; 0 before the first one. */
  get newest(): number {
    return this.#newest;
  }

  /** The number of the oldest event kept; `newest` + 1 if there is none. */
  get oldest(): number {
    return this.#newest - this.#frames.length + 1;
  }

  /** Adds the event with the next number. */
  push(frame: Buffer): void {
    this.#frames.push(frame);
    this.#newest += 1;
    this.#bytes += frame.length;
    while (this.#frames.length > this.bounds.events || this.#bytes > this.bounds.bytes) {
      this.#bytes -= this.#frames.shift()?.length ?? 0;
    }
  }

  /** The event with a number; undefined if it is no longer kept. */
  at(number: number): Buffer | undefined {
    return this.#frames[number - this.oldest];
  }
}
