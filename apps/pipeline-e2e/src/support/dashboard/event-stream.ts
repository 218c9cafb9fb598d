import { once } from 'node:events';
import { get, type ClientRequest, type IncomingMessage } from 'node:http';
import { eventually } from '@weather/service-runtime/testing';
import { EventParser, type ReceivedEvent } from './server-sent-events.ts';

/** A reading of the event `readings`: station, time, then its values. */
export type ShownReading = readonly [station: string, observedAt: number, ...values: (number | null)[]];

/** A viewer of the dashboard's live events that keeps all events. */
export class EventStream {
  readonly events: ReceivedEvent[] = [];

  private constructor(
    private readonly request: ClientRequest,
    readonly response: IncomingMessage,
  ) {
    const parser = new EventParser();
    response.setEncoding('utf8');
    response.on('data', (piece: string) => this.events.push(...parser.push(piece)));
    // Some tests close the connection on purpose.
    response.on('error', () => undefined);
    request.on('error', () => undefined);
  }

  /** @param address of the dashboard. */
  static async open(address: string, lastEventId?: string): Promise<EventStream> {
    const request = get(`${address}/api/v1/events`, {
      agent: false,
      headers: lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId },
    });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return new EventStream(request, response);
  }

  get lastId(): string {
    return this.events.at(-1)?.id ?? '';
  }

  /** The data of the events with a name, in order. */
  dataOf<T>(name: string): T[] {
    return this.events.filter((event) => event.name === name).map(({ data }) => data as T);
  }

  get readings(): ShownReading[] {
    return this.dataOf<{ readings: ShownReading[] }>('readings').flatMap(({ readings }) => readings);
  }

  /** Waits for an event with a name and matching data, received already or in the future. */
  async event<T>(name: string, isWanted: (data: T) => boolean = () => true): Promise<T> {
    return await eventually(() => {
      const found = this.dataOf<T>(name).find(isWanted);
      if (found !== undefined) return found;
      throw new Error(`no such event ${name} among ${JSON.stringify(this.events.slice(-20))}`);
    });
  }

  /** Waits until the dashboard ends the connection. */
  async ended(): Promise<void> {
    if (!this.response.closed) await once(this.response, 'close');
  }

  /** Closes the connection. */
  breakOff(): void {
    this.request.destroy();
  }
}
