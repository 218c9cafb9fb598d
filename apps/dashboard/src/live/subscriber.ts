import type { ServerResponse } from 'node:http';

/** The source of events that a subscriber has missed. */
export interface EventHistory {
  /** The number of the last event. */
  readonly newest: number;
  /** The event with a number; undefined if it is no longer kept. */
  at(number: number): Buffer | undefined;
  /** A catch-up event in place of all events from this number on. */
  catchUpFrom(number: number): Buffer;
}

export type SubscriberConnection = Pick<
  ServerResponse,
  'on' | 'write' | 'end' | 'destroy' | 'writableLength'
>;

/** Counts for the metrics. */
export interface SubscriberObserver {
  eventsSent(events: number): void;
  catchUpSent(): void;
}

/** With more bytes than this in its buffer, a subscriber gets nothing until the buffer has drained. */
export const MAX_BUFFERED_BYTES = 262_144;

/**
 * One connection. It replays missed events first, then follows new ones. If its buffer is full it is blocked until the buffer has
 * drained; then it gets a catch-up event and follows again.
 */
export class Subscriber {
  #state: 'replaying' | 'following' | 'blocked' = 'replaying';
  #blockedSince: number | undefined;

  /** @param next the number of the first event to send. */
  constructor(
    private readonly connection: SubscriberConnection,
    private readonly history: EventHistory,
    private next: number,
    private readonly observer: SubscriberObserver,
    private readonly now: () => number,
  ) {
    connection.on('drain', () => this.#onDrain());
    this.#replay();
  }

  /** How long its buffer has not drained, in milliseconds. */
  get blockedMs(): number {
    return this.#blockedSince === undefined ? 0 : this.now() - this.#blockedSince;
  }

  /** Sends the newest events, a buffer shared by all subscribers. */
  deliver(frames: Buffer): void {
    if (this.#state === 'replaying') this.#replay();
    else if (this.#isFull) this.#state = 'blocked';
    else if (this.#state === 'following') this.#send(frames, this.history.newest);
  }

  /** Ends the response. */
  end(): void {
    this.connection.end();
  }

  /** Destroys the connection. */
  disconnect(): void {
    this.connection.destroy();
  }

  get #isFull(): boolean {
    return this.connection.writableLength > MAX_BUFFERED_BYTES;
  }

  #onDrain(): void {
    this.#blockedSince = undefined;
    if (this.#state === 'replaying') this.#replay();
    else if (this.#state === 'blocked') this.#sendCatchUp();
  }

  #replay(): void {
    while (this.next <= this.history.newest) {
      if (this.#isFull) return;
      const frame = this.history.at(this.next);
      if (frame === undefined) this.#sendCatchUp();
      else this.#send(frame, this.next);
    }
    this.#state = 'following';
  }

  #sendCatchUp(): void {
    this.#state = 'following';
    this.#write(this.history.catchUpFrom(this.next));
    this.next = this.history.newest + 1;
    this.observer.catchUpSent();
  }

  #send(frames: Buffer, last: number): void {
    this.#write(frames);
    this.observer.eventsSent(last + 1 - this.next);
    this.next = last + 1;
  }

  #write(frames: Buffer): void {
    if (!this.connection.write(frames)) this.#blockedSince ??= this.now();
  }
}
