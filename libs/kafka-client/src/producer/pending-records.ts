import type { OutgoingRecord } from '../protocol/records.ts';

export interface PendingRecord {
  readonly record: OutgoingRecord;
  readonly bytes: number;
  readonly onAcknowledged: (() => void) | undefined;
}

/** The number of empty slots at the start after which the list is copied without them. */
const MAX_EMPTY_SLOTS = 1_000;

/** A queue of records. Taking the oldest costs the same at any length. */
export class PendingRecords {
  #slots: (PendingRecord | undefined)[] = [];
  #start = 0;
  #bytes = 0;

  get length(): number {
    return this.#slots.length - this.#start;
  }

  /** The bytes of all records. */
  get bytes(): number {
    return this.#bytes;
  }

  push(pending: PendingRecord): void {
    this.#slots.push(pending);
    this.#bytes += pending.bytes;
  }

  /** Takes the oldest record. */
  shift(): PendingRecord | undefined {
    const oldest = this.#slots[this.#start];
    if (oldest === undefined) return undefined;
    this.#slots[this.#start++] = undefined;
    this.#bytes -= oldest.bytes;
    if (this.#start > MAX_EMPTY_SLOTS && this.#start > this.length) this.#compact();
    return oldest;
  }

  /** Takes the oldest records up to a number and a size, but at least one if there is any. */
  take(maxRecords: number, maxBytes: number): PendingRecord[] {
    const taken: PendingRecord[] = [];
    let bytes = 0;
    for (let next = this.#slots[this.#start]; next !== undefined; next = this.#slots[this.#start]) {
      if (taken.length >= maxRecords || (taken.length > 0 && bytes + next.bytes > maxBytes)) break;
      bytes += next.bytes;
      taken.push(next);
      this.shift();
    }
    return taken;
  }

  #compact(): void {
    this.#slots = this.#slots.slice(this.#start);
    this.#start = 0;
  }
}
