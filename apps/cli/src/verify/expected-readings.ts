import { QUANTITY_NAMES } from '@weather/weather-schema';
import { hashKey, NOT_MENTIONED, NO_VALUE, type Fingerprint } from './reading-fingerprint.ts';

/** The place of the record that a row is expected from. */
export interface ExpectedSource {
  readonly partition: number;
  readonly offset: number;
}

export interface ReadingKey {
  /** The number of the station in this comparison. */
  readonly station: number;
  /** Milliseconds since the epoch. */
  readonly observedAt: number;
}

/** A quantity of a row that no record explains. */
export interface WrongQuantity {
  /** The index in `QUANTITY_NAMES`. */
  readonly index: number;
  /** Whether a record that must have been stored mentions it. */
  readonly isMentioned: boolean;
}

/** The result of comparing a row with the records. */
export type RowComparison =
  | { readonly kind: 'explained' }
  /** No record has this station and timestamp. */
  | { readonly kind: 'extra' }
  /** Some quantities differ from all records that could have been the last one. */
  | {
      readonly kind: 'wrong';
      readonly source: ExpectedSource;
      readonly quantities: readonly WrongQuantity[];
    };

/** The values that the dead letters of a partition allow for each quantity of a reading. */
interface PossibleReading {
  source: ExpectedSource;
  readonly values: readonly Set<number>[];
}

const INITIAL_CAPACITY = 4_096;
const MAX_LOAD = 0.75;
const FREE = -1;
const QUANTITIES = QUANTITY_NAMES.length;
const EXPLAINED: RowComparison = { kind: 'explained' };
const MENTIONS_NOTHING: Fingerprint = QUANTITY_NAMES.map(() => NOT_MENTIONED);

/**
 * The expected content of `reading`: for each station and timestamp the merged records of each partition, which have to be
 * added one partition after the other. Takes some 55 bytes per reading, in typed arrays, since a topic has millions of them.
 */
export class ExpectedReadings {
  #size = 0;
  #slots = createSlots(INITIAL_CAPACITY);
  /** For readings in several partitions: the merged records of all partitions but the last. */
  readonly #otherPartitions = new Map<string, Fingerprint[]>();
  /** Readings that are dead letters: the database may have rejected them, or stored them after a redrive. */
  readonly #optional = new Map<string, Map<number, PossibleReading>>();

  /** Adds a reading that must be stored, unless a later one replaces it. */
  expect(key: ReadingKey, fingerprint: Fingerprint, source: ExpectedSource): void {
    if (this.#size >= this.#slots.capacity * MAX_LOAD) this.#grow();
    this.#dropOptional(key, fingerprint, source.partition);
    const slots = this.#slots;
    const slot = findSlot(slots, key);
    const isNew = slots.stations[slot] === FREE;
    const isOtherPartition = !isNew && slots.partitions[slot] !== source.partition;
    if (isNew) this.#size += 1;
    if (isOtherPartition) this.#keepAlternative(key, slot);
    const before = isNew || isOtherPartition ? MENTIONS_NOTHING : readFingerprint(slots, slot);
    writeSlot(slots, slot, key, { ...source, fingerprint: mergeFingerprints(before, fingerprint) });
  }

  /** Adds a reading that may be stored. */
  allow(key: ReadingKey, fingerprint: Fingerprint, source: ExpectedSource): void {
    const name = formatKey(key);
    const byPartition = this.#optional.get(name) ?? new Map<number, PossibleReading>();
    this.#optional.set(name, byPartition);
    const possible = byPartition.get(source.partition) ?? {
      source,
      values: QUANTITY_NAMES.map(() => new Set()),
    };
    byPartition.set(source.partition, possible);
    possible.source = source;
    for (const [index, value] of fingerprint.entries())
      if (value !== NOT_MENTIONED) possible.values[index]?.add(value);
  }

  /** Compares a row, and marks its reading as found. */
  compare(key: ReadingKey, row: Fingerprint): RowComparison {
    const slots = this.#slots;
    const slot = findSlot(slots, key);
    const isExpected = slots.stations[slot] !== FREE;
    const optional = [...(this.#optional.get(formatKey(key))?.values() ?? [])];
    if (!isExpected && optional.length === 0) return { kind: 'extra' };
    if (isExpected) slots.found[slot] = 1;
    const last = optional.at(-1);
    const source = isExpected || last === undefined ? readSource(slots, slot) : last.source;
    const required = [...(this.#otherPartitions.get(formatKey(key)) ?? [])];
    if (isExpected) required.push(readFingerprint(slots, slot));
    const quantities = findWrongQuantities(row, required, optional);
    return quantities.length === 0 ? EXPLAINED : { kind: 'wrong', source, quantities };
  }

  /** The readings that must be stored, but have no row among those compared. */
  *missing(): Generator<ReadingKey & ExpectedSource, void, undefined> {
    const slots = this.#slots;
    for (let slot = 0; slot < slots.capacity; slot++) {
      const station = slots.stations[slot] ?? FREE;
      if (station === FREE || slots.found[slot] === 1) continue;
      yield { station, observedAt: slots.times[slot] ?? 0, ...readSource(slots, slot) };
    }
  }

  #keepAlternative(key: ReadingKey, slot: number): void {
    const alternatives = this.#otherPartitions.get(formatKey(key)) ?? [];
    this.#otherPartitions.set(formatKey(key), alternatives);
    alternatives.push(readFingerprint(this.#slots, slot));
  }

  /** A later reading of the partition replaces values that were possibly stored. */
  #dropOptional(key: ReadingKey, later: Fingerprint, partition: number): void {
    if (this.#optional.size === 0) return;
    const possible = this.#optional.get(formatKey(key))?.get(partition);
    if (possible === undefined) return;
    for (const [index, value] of later.entries())
      if (value !== NOT_MENTIONED) possible.values[index]?.clear();
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = createSlots(old.capacity * 2);
    for (let slot = 0; slot < old.capacity; slot++) {
      const station = old.stations[slot] ?? FREE;
      if (station === FREE) continue;
      const key = { station, observedAt: old.times[slot] ?? 0 };
      const fingerprint = readFingerprint(old, slot);
      writeSlot(this.#slots, findSlot(this.#slots, key), key, { ...readSource(old, slot), fingerprint });
    }
  }
}

/**
 * Finds the quantities of a row that no record explains. Any of several partitions may have been stored last.
 * @param required the records that must have been stored. @param optional those that may have been.
 */
function findWrongQuantities(
  row: Fingerprint,
  required: readonly Fingerprint[],
  optional: readonly PossibleReading[],
): WrongQuantity[] {
  const wrong: WrongQuantity[] = [];
  for (let index = 0; index < QUANTITIES; index++) {
    const value = row[index] === NOT_MENTIONED ? NO_VALUE : row[index];
    const isMentioned = required.some((fingerprint) => fingerprint[index] !== NOT_MENTIONED);
    const isExplained =
      (!isMentioned && value === NO_VALUE) ||
      required.some((fingerprint) => fingerprint[index] === value) ||
      (value !== undefined && optional.some(({ values }) => values[index]?.has(value)));
    if (!isExplained) wrong.push({ index, isMentioned });
  }
  return wrong;
}

function mergeFingerprints(before: Fingerprint, later: Fingerprint): Fingerprint {
  return later.map((value, index) => (value === NOT_MENTIONED ? (before[index] ?? NOT_MENTIONED) : value));
}

/** A hash table with open addressing, whose capacity is a power of two. */
interface Slots {
  readonly capacity: number;
  readonly stations: Int32Array;
  readonly times: Float64Array;
  /** One value per quantity for each slot. */
  readonly fingerprints: Uint32Array;
  readonly partitions: Int32Array;
  readonly offsets: Float64Array;
  readonly found: Uint8Array;
}

function createSlots(capacity: number): Slots {
  return {
    capacity,
    stations: new Int32Array(capacity).fill(FREE),
    times: new Float64Array(capacity),
    fingerprints: new Uint32Array(capacity * QUANTITIES),
    partitions: new Int32Array(capacity),
    offsets: new Float64Array(capacity),
    found: new Uint8Array(capacity),
  };
}

/** Finds the slot of a key, or the free slot for it. */
function findSlot({ capacity, stations, times }: Slots, { station, observedAt }: ReadingKey): number {
  const mask = capacity - 1;
  let slot = hashKey(station, observedAt) & mask;
  while (stations[slot] !== FREE && (stations[slot] !== station || times[slot] !== observedAt)) {
    slot = (slot + 1) & mask;
  }
  return slot;
}

function writeSlot(
  slots: Slots,
  slot: number,
  { station, observedAt }: ReadingKey,
  value: ExpectedSource & { readonly fingerprint: Fingerprint },
): void {
  slots.stations[slot] = station;
  slots.times[slot] = observedAt;
  slots.fingerprints.set(value.fingerprint, slot * QUANTITIES);
  slots.partitions[slot] = value.partition;
  slots.offsets[slot] = value.offset;
}

function readFingerprint({ fingerprints }: Slots, slot: number): Fingerprint {
  return [...fingerprints.subarray(slot * QUANTITIES, (slot + 1) * QUANTITIES)];
}

function readSource({ partitions, offsets }: Slots, slot: number): ExpectedSource {
  return { partition: partitions[slot] ?? 0, offset: offsets[slot] ?? 0 };
}

function formatKey({ station, observedAt }: ReadingKey): string {
  return `${station} ${observedAt}`;
}
