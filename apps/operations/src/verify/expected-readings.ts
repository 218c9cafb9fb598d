import { keyHash } from './reading-fingerprint.ts';

/** A record that a row has to show. */
export interface ExpectedSource {
  readonly partition: number;
  readonly offset: number;
}

/** A station, by a number that stands for it, and an instant in epoch milliseconds. */
export interface ReadingKey {
  readonly station: number;
  readonly instant: number;
}

/** What a row is, held against the records. */
export type Judgement =
  | { readonly kind: 'explained' }
  /** No record speaks of this station and instant. */
  | { readonly kind: 'extra' }
  /** There are records, and none that could have been the last one has these values. */
  | { readonly kind: 'wrong'; readonly source: ExpectedSource };

interface Alternative extends ExpectedSource {
  readonly fingerprint: number;
}

const FIRST_CAPACITY = 4_096;
const MAX_LOAD = 0.75;
const FREE = -1;

/**
 * What `reading` has to hold after the records that were noted: for each station and instant the last record of each
 * partition. Some 30 bytes a reading, in typed arrays, since a topic has millions of them. The partitions are noted one
 * after the other.
 */
export class ExpectedReadings {
  #size = 0;
  #slots = slotsOf(FIRST_CAPACITY);
  /** Where the same reading came in several partitions: the last one of each partition before the newest. */
  readonly #ofOtherPartitions = new Map<string, Alternative[]>();
  /** Readings that are dead letters: the database may have refused them, or stored them when they came again. */
  readonly #optional = new Map<string, Map<number, Alternative[]>>();

  /** A reading that must be there, unless a later one takes its place. */
  expect(key: ReadingKey, fingerprint: number, source: ExpectedSource): void {
    if (this.#size >= this.#slots.capacity * MAX_LOAD) this.#grow();
    this.#dropOptional(key, source.partition);
    const slots = this.#slots;
    const slot = slotOf(slots, key);
    if (slots.stations[slot] === FREE) this.#size += 1;
    else if (slots.partitions[slot] !== source.partition) this.#keepAlternative(key, slot);
    writeSlot(slots, slot, key, { ...source, fingerprint });
  }

  /** A reading that may be there. */
  allow(key: ReadingKey, fingerprint: number, source: ExpectedSource): void {
    const name = nameOf(key);
    const ofPartitions = this.#optional.get(name) ?? new Map<number, Alternative[]>();
    this.#optional.set(name, ofPartitions);
    addTo(ofPartitions, source.partition, { ...source, fingerprint });
  }

  /** Judges a row, and notes that it was seen. */
  judge(key: ReadingKey, fingerprint: number): Judgement {
    const slots = this.#slots;
    const slot = slotOf(slots, key);
    const isExpected = slots.stations[slot] !== FREE;
    const optional = [...(this.#optional.get(nameOf(key))?.values() ?? [])].flat();
    if (!isExpected && optional.length === 0) return { kind: 'extra' };
    if (isExpected) {
      slots.seen[slot] = 1;
      if (slots.fingerprints[slot] === fingerprint) return { kind: 'explained' };
    }
    const others = [...optional, ...(this.#ofOtherPartitions.get(nameOf(key)) ?? [])];
    if (others.some((other) => other.fingerprint === fingerprint)) return { kind: 'explained' };
    const last = optional.at(-1);
    const source = isExpected || last === undefined ? sourceAt(slots, slot) : sourceOf(last);
    return { kind: 'wrong', source };
  }

  /** The readings that must be there and of which no row was judged. */
  *unseen(): Generator<ReadingKey & ExpectedSource, void, undefined> {
    const slots = this.#slots;
    for (let slot = 0; slot < slots.capacity; slot++) {
      const station = slots.stations[slot] ?? FREE;
      if (station === FREE || slots.seen[slot] === 1) continue;
      yield { station, instant: slots.instants[slot] ?? 0, ...sourceAt(slots, slot) };
    }
  }

  #keepAlternative(key: ReadingKey, slot: number): void {
    const fingerprint = this.#slots.fingerprints[slot] ?? 0;
    addTo(this.#ofOtherPartitions, nameOf(key), { ...sourceAt(this.#slots, slot), fingerprint });
  }

  /** A later reading of the partition takes the place of one that was perhaps stored. */
  #dropOptional(key: ReadingKey, partition: number): void {
    if (this.#optional.size === 0) return;
    const ofPartitions = this.#optional.get(nameOf(key));
    if (ofPartitions?.delete(partition) === true && ofPartitions.size === 0)
      this.#optional.delete(nameOf(key));
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = slotsOf(old.capacity * 2);
    for (let slot = 0; slot < old.capacity; slot++) {
      const station = old.stations[slot] ?? FREE;
      if (station === FREE) continue;
      const key = { station, instant: old.instants[slot] ?? 0 };
      const fingerprint = old.fingerprints[slot] ?? 0;
      writeSlot(this.#slots, slotOf(this.#slots, key), key, { ...sourceAt(old, slot), fingerprint });
    }
  }
}

/** A hash table with open addressing; its capacity is a power of two. */
interface Slots {
  readonly capacity: number;
  readonly stations: Int32Array;
  readonly instants: Float64Array;
  readonly fingerprints: Uint32Array;
  readonly partitions: Int32Array;
  readonly offsets: Float64Array;
  readonly seen: Uint8Array;
}

function slotsOf(capacity: number): Slots {
  return {
    capacity,
    stations: new Int32Array(capacity).fill(FREE),
    instants: new Float64Array(capacity),
    fingerprints: new Uint32Array(capacity),
    partitions: new Int32Array(capacity),
    offsets: new Float64Array(capacity),
    seen: new Uint8Array(capacity),
  };
}

/** The slot that holds a key, or the free one in which it would be put. */
function slotOf({ capacity, stations, instants }: Slots, { station, instant }: ReadingKey): number {
  const mask = capacity - 1;
  let slot = keyHash(station, instant) & mask;
  while (stations[slot] !== FREE && (stations[slot] !== station || instants[slot] !== instant)) {
    slot = (slot + 1) & mask;
  }
  return slot;
}

function writeSlot(slots: Slots, slot: number, { station, instant }: ReadingKey, value: Alternative): void {
  slots.stations[slot] = station;
  slots.instants[slot] = instant;
  slots.fingerprints[slot] = value.fingerprint;
  slots.partitions[slot] = value.partition;
  slots.offsets[slot] = value.offset;
}

function sourceAt({ partitions, offsets }: Slots, slot: number): ExpectedSource {
  return { partition: partitions[slot] ?? 0, offset: offsets[slot] ?? 0 };
}

function sourceOf({ partition, offset }: Alternative): ExpectedSource {
  return { partition, offset };
}

function addTo<Key>(map: Map<Key, Alternative[]>, key: Key, alternative: Alternative): void {
  const alternatives = map.get(key);
  if (alternatives === undefined) map.set(key, [alternative]);
  else alternatives.push(alternative);
}

function nameOf({ station, instant }: ReadingKey): string {
  return `${station} ${instant}`;
}
