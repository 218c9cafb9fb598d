import type { ServerResponse } from 'node:http';

/** Where a viewer gets events from that it was not offered when they came. */
export interface EventHistory {
  /** The number of the last event. */
  readonly newest: number;
  /** The event of a number; undefined when it is no longer there. */
  at(number: number): Buffer | undefined;
  /** Takes the place of the events from this number to the newest. */
  catchUpFrom(number: number): Buffer;
}

/** What a viewer needs of its response. */
export type SubscriberConnection = Pick<
  ServerResponse,
  'on' | 'write' | 'end' | 'destroy' | 'writableLength'
>;

/** Told of what viewers get, for the metrics. */
export interface SubscriberObserver {
  eventsSent(events: number): void;
  /** One viewer got a summary instead of events. */
  catchUpSent(): void;
}

/** Above so many bytes that wait in its connection, a viewer gets nothing more until it has taken them. */
export const MAX_BUFFERED_BYTES = 262_144;

/**
 * One connection. It follows the events as they come, until it does not take them; then it waits until it has taken what it
 * was sent, gets a summary of what it has missed, and follows again. One that comes back catches up with what is kept first.
 */
export class Subscriber {
  #state: 'catching-up' | 'following' | 'waiting' = 'catching-up';
  #blockedSince: number | undefined;

  /** @param next the number of the first event that it gets. */
  constructor(
    private readonly connection: SubscriberConnection,
    private readonly past: EventHistory,
    private next: number,
    private readonly observer: SubscriberObserver,
    private readonly now: () => number,
  ) {
    connection.on('drain', () => this.#onDrain());
    this.#replay();
  }

  /** For how long it has not taken what it was sent, in milliseconds. */
  get blockedMs(): number {
    return this.#blockedSince === undefined ? 0 : this.now() - this.#blockedSince;
  }

  /** Takes the newest events, one buffer for all viewers. */
  deliver(frames: Buffer): void {
    if (this.#state === 'catching-up') this.#replay();
    else if (this.#isFull) this.#state = 'waiting';
    else if (this.#state === 'following') this.#send(frames, this.past.newest);
  }

  /** Ends the connection in an orderly way. */
  end(): void {
    this.connection.end();
  }

  /** Breaks the connection off. */
  disconnect(): void {
    this.connection.destroy();
  }

  get #isFull(): boolean {
    return this.connection.writableLength > MAX_BUFFERED_BYTES;
  }

  #onDrain(): void {
    this.#blockedSince = undefined;
    if (this.#state === 'catching-up') this.#replay();
    else if (this.#state === 'waiting') this.#sendCatchUp();
  }

  #replay(): void {
    while (this.next <= this.past.newest) {
      if (this.#isFull) return;
      const frame = this.past.at(this.next);
      if (frame === undefined) this.#sendCatchUp();
      else this.#send(frame, this.next);
    }
    this.#state = 'following';
  }

  #sendCatchUp(): void {
    this.#state = 'following';
    this.#write(this.past.catchUpFrom(this.next));
    this.next = this.past.newest + 1;
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
