import type { IncomingMessage } from 'node:http';
import { crc32 } from 'node:zlib';
import { parseData, FrameSplitter, type Frame } from './frames.ts';
import { ReceivedReadings, type NumberedReading } from './received-readings.ts';

/** A client that checks that it receives each event once, in order and equal to what others receive. */
export class CheckingClient {
  readonly problems: string[] = [];
  /** The readings of a decoding client. */
  readonly received: ReceivedReadings | undefined;
  bytes = 0;
  catchUps = 0;
  isClosed = false;
  /** The number of the last event. */
  last = 0;
  readonly #log: EventLog;
  readonly #response: IncomingMessage;

  /** @param isDecoding whether to decode the readings, which takes time and is only for a few clients. */
  constructor(response: IncomingMessage, log: EventLog, isDecoding: boolean) {
    this.#response = response;
    this.#log = log;
    this.received = isDecoding ? new ReceivedReadings() : undefined;
    response.on('close', () => (this.isClosed = true));
    response.on('error', () => undefined);
  }

  /** Starts to read; before that, the client is stalled. */
  read(): void {
    const splitter = new FrameSplitter();
    this.#response.on('data', (piece: Buffer) => {
      this.bytes += piece.length;
      for (const frame of splitter.push(piece)) this.#check(frame);
    });
  }

  disconnect(): void {
    this.#response.destroy();
  }

  #check(frame: Frame): void {
    const { name, number, bytes } = frame;
    if (name === 'connected') this.last = number;
    else if (name === 'catch-up') this.#expectNumber(number, this.last + this.#missedIn(frame));
    else {
      this.#expectNumber(number, this.last + 1);
      if (!this.#log.matches(number, bytes))
        this.problems.push(`event ${number} differs from that of other clients`);
      if (name === 'readings' && this.received !== undefined) {
        const { readings } = parseData(frame) as { readings: NumberedReading[] };
        this.received.add(readings, Date.now());
      }
    }
  }

  #missedIn(frame: Frame): number {
    this.catchUps += 1;
    return (parseData(frame) as { missedEvents: number }).missedEvents;
  }

  #expectNumber(number: number, expected: number): void {
    if (number !== expected) this.problems.push(`event ${number} instead of ${expected}`);
    this.last = number;
  }
}

/** The checksum of each event by its number, shared by all clients. */
export class EventLog {
  readonly #checksums = new Map<number, number>();

  /** Whether the event equals what the first client received. */
  matches(number: number, frame: Buffer): boolean {
    const checksum = crc32(frame);
    const known = this.#checksums.get(number);
    if (known === undefined) this.#checksums.set(number, checksum);
    return known === undefined || known === checksum;
  }
}
