import type { IncomingMessage } from 'node:http';
import type { EventLog } from './event-log.ts';
import { dataOf, FrameCutter, type Frame } from './frames.ts';
import { SeenReadings, type NumberedReading } from './seen-readings.ts';

/** A viewer that checks that it gets each event once, in order, and as all others. */
export class CheckedViewer {
  readonly problems: string[] = [];
  /** Only of one that looks into its events. */
  readonly seen: SeenReadings | undefined;
  bytes = 0;
  catchUps = 0;
  isClosed = false;
  /** The number of the last event. */
  last = 0;
  readonly #log: EventLog;
  readonly #response: IncomingMessage;

  /** @param isCurious looks into the readings, which takes time: for a few. */
  constructor(response: IncomingMessage, log: EventLog, isCurious: boolean) {
    this.#response = response;
    this.#log = log;
    this.seen = isCurious ? new SeenReadings() : undefined;
    response.on('close', () => (this.isClosed = true));
    response.on('error', () => undefined);
  }

  /** Takes what comes; before that it is a viewer that does not read. */
  read(): void {
    const cutter = new FrameCutter();
    this.#response.on('data', (piece: Buffer) => {
      this.bytes += piece.length;
      for (const frame of cutter.push(piece)) this.#check(frame);
    });
  }

  leave(): void {
    this.#response.destroy();
  }

  #check(frame: Frame): void {
    const { name, number, bytes } = frame;
    if (name === 'connected') this.last = number;
    else if (name === 'catch-up') this.#follow(number, this.last + this.#missedIn(frame));
    else {
      this.#follow(number, this.last + 1);
      if (!this.#log.agrees(number, bytes)) this.problems.push(`event ${number} is another one`);
      if (name === 'readings' && this.seen !== undefined) {
        const { readings } = dataOf(frame) as { readings: NumberedReading[] };
        this.seen.add(readings, Date.now());
      }
    }
  }

  #missedIn(frame: Frame): number {
    this.catchUps += 1;
    return (dataOf(frame) as { missedEvents: number }).missedEvents;
  }

  #follow(number: number, expected: number): void {
    if (number !== expected) this.problems.push(`event ${number} instead of ${expected}`);
    this.last = number;
  }
}
