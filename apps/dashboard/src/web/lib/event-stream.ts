import type { LiveEventName, LiveEvents } from '../../contract/events.ts';

/** A handler for each event. */
export type EventHandlers = {
  readonly [Name in LiveEventName]: (data: LiveEvents[Name]) => void;
};

export interface StreamOptions {
  readonly open: () => EventSource;
  readonly handlers: EventHandlers;
  /** Called when the connection is lost; the stream reconnects by itself. */
  readonly onDisconnect: () => void;
  /** Like `setTimeout`, but returns a function that cancels it. */
  readonly after: (delayMs: number, call: () => void) => () => void;
}

const REOPEN_MS = 3_000;
/** Events arrive every second: a connection without any for this long is dead. */
const SILENCE_MS = 10_000;

/**
 * The server's events. An EventSource resumes by itself after a lost connection, but gives up when the server responds with an
 * error, and does not notice a connection that is dead but not closed: then a new one is opened.
 */
export class EventStream {
  #source: EventSource | undefined;
  #cancelReopening = () => {};

  constructor(private readonly options: StreamOptions) {}

  open(): void {
    this.#source?.close();
    const source = this.options.open();
    this.#source = source;
    for (const name of Object.keys(this.options.handlers) as LiveEventName[]) this.#listen(source, name);
    source.addEventListener('open', () => this.#reopenAfter(SILENCE_MS));
    source.addEventListener('error', () => {
      this.options.onDisconnect();
      // An EventSource that reconnects by itself still knows the last event; a new one would not.
      if (source.readyState === source.CLOSED) this.#reopenAfter(REOPEN_MS);
      else this.#cancelReopening();
    });
  }

  #listen(source: EventSource, name: LiveEventName): void {
    const handle = this.options.handlers[name] as (data: unknown) => void;
    source.addEventListener(name, (event: MessageEvent<string>) => {
      this.#reopenAfter(SILENCE_MS);
      handle(JSON.parse(event.data));
    });
  }

  #reopenAfter(delayMs: number): void {
    this.#cancelReopening();
    this.#cancelReopening = this.options.after(delayMs, () => {
      this.options.onDisconnect();
      this.open();
    });
  }
}
