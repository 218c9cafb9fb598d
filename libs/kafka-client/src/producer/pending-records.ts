import type { OutgoingRecord } from '../protocol/records.ts';

export interface PendingRecord {
  readonly record: OutgoingRecord;
  readonly bytes: number;
  readonly onAcknowledged: (() => void) | undefined;
}

/** How many places at the start may be empty before the list is copied without them. */
const MAX_EMPTY_PLACES = 1_000;

/** Records in the order in which they came. Taking from the start costs the same however many there are. */
export class PendingRecords {
  #places: (PendingRecord | undefined)[] = [];
  #start = 0;
  #bytes = 0;

  get length(): number {
    return this.#places.length - this.#start;
  }

  /** The bytes of all of them together. */
  get bytes(): number {
    return this.#bytes;
  }

  push(waiting: PendingRecord): void {
    this.#places.push(waiting);
    this.#bytes += waiting.bytes;
  }

  /** Takes the oldest one. */
  shift(): PendingRecord | undefined {
    const oldest = this.#places[this.#start];
    if (oldest === undefined) return undefined;
    this.#places[this.#start++] = undefined;
    this.#bytes -= oldest.bytes;
    if (this.#start > MAX_EMPTY_PLACES && this.#start > this.length) this.#compact();
    return oldest;
  }

  /** Takes the oldest ones up to a number and a size, but at least one if there is any. */
  take(maxRecords: number, maxBytes: number): PendingRecord[] {
    const taken: PendingRecord[] = [];
    let bytes = 0;
    for (let next = this.#places[this.#start]; next !== undefined; next = this.#places[this.#start]) {
      if (taken.length >= maxRecords || (taken.length > 0 && bytes + next.bytes > maxBytes)) break;
      bytes += next.bytes;
      taken.push(next);
      this.shift();
    }
    return taken;
  }

  #compact(): void {
    this.#places = this.#places.slice(this.#start);
    this.#start = 0;
  }
}
