import type { LiveEventName, LiveEvents } from '../contract/events.ts';

/** How soon a browser comes back after a broken connection, in milliseconds. */
const RETRY_MS = 1_000;

/** An event by its number in a run of the dashboard. */
export interface EventId {
  readonly instanceId: string;
  readonly number: number;
}

/** An event as a server-sent event; JSON holds no line break, so that its data is one line. */
export function eventFrame<N extends LiveEventName>(
  { instanceId, number }: EventId,
  name: N,
  data: LiveEvents[N],
): Buffer {
  return Buffer.from(`id: ${instanceId}-${number}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}

/** The greeting of a viewer. It carries the position of the viewer, so that one that breaks off after it misses nothing. */
export function connectedFrame(position: EventId, resumed: boolean): Buffer {
  return Buffer.concat([Buffer.from(`retry: ${RETRY_MS}\n`), eventFrame(position, 'connected', { resumed })]);
}

/** What `Last-Event-ID` says; undefined when it is no id of ours. */
export function parseEventId(id: string): EventId | undefined {
  const [, instanceId, digits] = /^([0-9a-z]+)-(\d{1,15})$/.exec(id) ?? [];
  return instanceId === undefined ? undefined : { instanceId, number: Number(digits) };
}

export interface RingBounds {
  readonly events: number;
  readonly bytes: number;
}

/** The last events by number, for those who come back: as many as both bounds allow. */
export class EventRing {
  readonly #frames: Buffer[] = [];
  #newest = 0;
  #bytes = 0;

  constructor(private readonly bounds: RingBounds) {}

  /** The number of the last event; 0 before the first one. */
  get newest(): number {
    return this.#newest;
  }

  /** The number of the first event that is still there; above `newest` when there is none. */
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

  /** The event of a number; undefined when it is no longer there. */
  at(number: number): Buffer | undefined {
    return this.#frames[number - this.oldest];
  }
}
