import { QUANTITY_NAMES } from '@weather/weather-schema';
import { keyHash, NOT_SAID, NOTHING, type Fingerprint } from './reading-fingerprint.ts';

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

/** A quantity of a row that no record explains. */
export interface WrongQuantity {
  /** Its place in `QUANTITY_NAMES`. */
  readonly index: number;
  /** Whether a record that must have been stored says something of it. */
  readonly isSaid: boolean;
}

/** What a row is, compared with the records. */
export type Judgement =
  | { readonly kind: 'explained' }
  /** No record speaks of this station and timestamp. */
  | { readonly kind: 'extra' }
  /** There are records, and some of its quantities are those of none that could have been the last one. */
  | {
      readonly kind: 'wrong';
      readonly source: ExpectedSource;
      readonly quantities: readonly WrongQuantity[];
    };

interface Alternative extends ExpectedSource {
  readonly fingerprint: Fingerprint;
}

/** What the dead letters of a partition say of a station and timestamp: for each quantity the values that it may have. */
interface Perhaps {
  source: ExpectedSource;
  readonly values: readonly Set<number>[];
}

const FIRST_CAPACITY = 4_096;
const MAX_LOAD = 0.75;
const FREE = -1;
const QUANTITIES = QUANTITY_NAMES.length;
const EXPLAINED: Judgement = { kind: 'explained' };
const SAYS_NOTHING: Fingerprint = QUANTITY_NAMES.map(() => NOT_SAID);

/**
 * What `reading` has to hold after the records that were noted: for each station and timestamp what those of each partition
 * say together. Some 55 bytes a reading, in typed arrays, since a topic has millions of them. The partitions are noted one
 * after the other.
 */
export class ExpectedReadings {
  #size = 0;
  #slots = slotsOf(FIRST_CAPACITY);
  /** Where the same reading came in several partitions: what those before the newest say. */
  readonly #ofOtherPartitions = new Map<string, Alternative[]>();
  /** Readings that are dead letters: the database may have refused them, or stored them when they came again. */
  readonly #optional = new Map<string, Map<number, Perhaps>>();

  /** A reading that must be there, as far as later ones do not take its place. */
  expect(key: ReadingKey, fingerprint: Fingerprint, source: ExpectedSource): void {
    if (this.#size >= this.#slots.capacity * MAX_LOAD) this.#grow();
    this.#dropOptional(key, fingerprint, source.partition);
    const slots = this.#slots;
    const slot = slotOf(slots, key);
    const isNew = slots.stations[slot] === FREE;
    const isOfOther = !isNew && slots.partitions[slot] !== source.partition;
    if (isNew) this.#size += 1;
    if (isOfOther) this.#keepAlternative(key, slot);
    const before = isNew || isOfOther ? SAYS_NOTHING : fingerprintAt(slots, slot);
    writeSlot(slots, slot, key, { ...source, fingerprint: together(before, fingerprint) });
  }

  /** A reading that may be there. */
  allow(key: ReadingKey, fingerprint: Fingerprint, source: ExpectedSource): void {
    const name = nameOf(key);
    const ofPartitions = this.#optional.get(name) ?? new Map<number, Perhaps>();
    this.#optional.set(name, ofPartitions);
    const perhaps = ofPartitions.get(source.partition) ?? {
      source,
      values: QUANTITY_NAMES.map(() => new Set()),
    };
    ofPartitions.set(source.partition, perhaps);
    perhaps.source = source;
    for (const [index, said] of fingerprint.entries())
      if (said !== NOT_SAID) perhaps.values[index]?.add(said);
  }

  /** Compares a row, and notes that it was seen. */
  judge(key: ReadingKey, row: Fingerprint): Judgement {
    const slots = this.#slots;
    const slot = slotOf(slots, key);
    const isExpected = slots.stations[slot] !== FREE;
    const optional = [...(this.#optional.get(nameOf(key))?.values() ?? [])];
    if (!isExpected && optional.length === 0) return { kind: 'extra' };
    if (isExpected) slots.seen[slot] = 1;
    const last = optional.at(-1);
    const source = isExpected || last === undefined ? sourceAt(slots, slot) : last.source;
    const said = this.#ofOtherPartitions.get(nameOf(key))?.map(({ fingerprint }) => fingerprint) ?? [];
    if (isExpected) said.push(fingerprintAt(slots, slot));
    const quantities = wrongQuantities(row, said, optional);
    return quantities.length === 0 ? EXPLAINED : { kind: 'wrong', source, quantities };
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
    const fingerprint = fingerprintAt(this.#slots, slot);
    addTo(this.#ofOtherPartitions, nameOf(key), { ...sourceAt(this.#slots, slot), fingerprint });
  }

  /** A later reading of the partition takes the place of what was perhaps stored. */
  #dropOptional(key: ReadingKey, later: Fingerprint, partition: number): void {
    if (this.#optional.size === 0) return;
    const perhaps = this.#optional.get(nameOf(key))?.get(partition);
    if (perhaps === undefined) return;
    for (const [index, said] of later.entries()) if (said !== NOT_SAID) perhaps.values[index]?.clear();
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = slotsOf(old.capacity * 2);
    for (let slot = 0; slot < old.capacity; slot++) {
      const station = old.stations[slot] ?? FREE;
      if (station === FREE) continue;
      const key = { station, instant: old.instants[slot] ?? 0 };
      const fingerprint = fingerprintAt(old, slot);
      writeSlot(this.#slots, slotOf(this.#slots, key), key, { ...sourceAt(old, slot), fingerprint });
    }
  }
}

/**
 * The quantities of a row that none of the records explains: of several partitions nobody knows which was stored later.
 * @param said what records say that must have been stored. @param optional likewise of those that may have been.
 */
function wrongQuantities(
  row: Fingerprint,
  said: readonly Fingerprint[],
  optional: readonly Perhaps[],
): WrongQuantity[] {
  const wrong: WrongQuantity[] = [];
  for (let index = 0; index < QUANTITIES; index++) {
    const value = row[index] === NOT_SAID ? NOTHING : row[index];
    const isSaid = said.some((fingerprint) => fingerprint[index] !== NOT_SAID);
    const isExplained =
      (!isSaid && value === NOTHING) ||
      said.some((fingerprint) => fingerprint[index] === value) ||
      (value !== undefined && optional.some(({ values }) => values[index]?.has(value)));
    if (!isExplained) wrong.push({ index, isSaid });
  }
  return wrong;
}

function together(before: Fingerprint, later: Fingerprint): Fingerprint {
  return later.map((said, index) => (said === NOT_SAID ? (before[index] ?? NOT_SAID) : said));
}

/** A hash table with open addressing; its capacity is a power of two. */
interface Slots {
  readonly capacity: number;
  readonly stations: Int32Array;
  readonly instants: Float64Array;
  /** As many in a row as there are quantities. */
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
    fingerprints: new Uint32Array(capacity * QUANTITIES),
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
  slots.fingerprints.set(value.fingerprint, slot * QUANTITIES);
  slots.partitions[slot] = value.partition;
  slots.offsets[slot] = value.offset;
}

function fingerprintAt({ fingerprints }: Slots, slot: number): Fingerprint {
  return [...fingerprints.subarray(slot * QUANTITIES, (slot + 1) * QUANTITIES)];
}

function sourceAt({ partitions, offsets }: Slots, slot: number): ExpectedSource {
  return { partition: partitions[slot] ?? 0, offset: offsets[slot] ?? 0 };
}

function addTo<Key>(map: Map<Key, Alternative[]>, key: Key, alternative: Alternative): void {
  const alternatives = map.get(key);
  if (alternatives === undefined) map.set(key, [alternative]);
  else alternatives.push(alternative);
}

function nameOf({ station, instant }: ReadingKey): string {
  return `${station} ${instant}`;
}
