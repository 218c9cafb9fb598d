import type { LiveEventName, LiveEvents } from '../../contract/events.ts';

/** What is done on each event. */
export type EventHandlers = {
  readonly [Name in LiveEventName]: (data: LiveEvents[Name]) => void;
};

export interface StreamOptions {
  readonly open: () => EventSource;
  readonly handlers: EventHandlers;
  /** The connection is away; the stream tries again by itself. */
  readonly onDisconnect: () => void;
  /** Calls a function after some milliseconds, as `setTimeout` does; returns what calls it off. */
  readonly after: (delayMs: number, call: () => void) => () => void;
}

const REOPEN_MS = 3_000;
/** The state of the pipeline comes each second: a connection on which nothing comes for this long is dead. */
const SILENCE_MS = 10_000;

/**
 * The server's events. An EventSource resumes by itself after a lost connection, but gives up when the server answers with an
 * error, and does not see a connection that is dead without an end: then a new one is opened.
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
      // While it connects again by itself it still knows the last event, which a new one would not.
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
