import { crc32 } from 'node:zlib';

/** The checksum of each event by its number: what one viewer was sent is what all were sent. */
export class EventLog {
  readonly #checksums = new Map<number, number>();

  /** Whether the event is the same as for the first viewer that got it. */
  agrees(number: number, frame: Buffer): boolean {
    const checksum = crc32(frame);
    const known = this.#checksums.get(number);
    if (known === undefined) this.#checksums.set(number, checksum);
    return known === undefined || known === checksum;
  }
}
