import {
  EXCEEDANCE_THRESHOLD,
  DEFAULT_STATIONS,
  loadReading,
  noise,
  stationAt,
  temperatureAt,
} from './load-reading.ts';

/** The shape of a topic's records. */
export interface LoadShape {
  readonly stations: number;
  /** Share of records that duplicate one about 20,000 records earlier, from 0 to 1. */
  readonly duplicates: number;
  /** Share of invalid records. */
  readonly invalid: number;
}

export const PLAIN_LOAD: LoadShape = { stations: DEFAULT_STATIONS, duplicates: 0, invalid: 0 };

/** A record of the load; its key is the station, so that a station's readings stay in order in one partition. */
export interface LoadRecord {
  readonly key: string;
  readonly value: string;
}

/** The expected content of the tables once the first records of a load are consumed. */
export interface Outcome {
  readonly rows: number;
  readonly exceedances: number;
  readonly deadLetters: number;
  readonly duplicates: number;
}

/** Large enough that a duplicate and its original are in different batches. */
const DUPLICATE_DISTANCE = 20_000;
const INVALID_SALT = 100;
const DUPLICATE_SALT = 101;

/** Typical invalid records: not JSON, a missing field, a number as text. */
const INVALID_VALUES = [
  (value: string) => value.slice(0, value.length / 2),
  (value: string) => value.replace('"stationId"', '"station"'),
  (value: string) => value.replace(/"humidity":([^,}]+)/, '"humidity":"$1"'),
] as const;

/** The i-th record of a load, which is always the same. */
export function loadRecord(index: number, shape: LoadShape = PLAIN_LOAD): LoadRecord {
  const key = stationAt(index, shape.stations);
  const value = JSON.stringify(loadReading(originalIndex(index, shape), shape.stations));
  if (!isInvalid(index, shape)) return { key, value };
  const corrupt = INVALID_VALUES[index % INVALID_VALUES.length] ?? INVALID_VALUES[0];
  return { key, value: corrupt(value) };
}

/** The outcome of the first `count` records. */
export function expectedOutcome(count: number, shape: LoadShape): Outcome {
  const seen = shape.duplicates > 0 ? new Uint8Array(count) : undefined;
  let [rows, exceedances, deadLetters] = [0, 0, 0];
  for (let index = 0; index < count; index++) {
    if (isInvalid(index, shape)) {
      deadLetters++;
      continue;
    }
    const original = originalIndex(index, shape);
    if (seen?.[original] === 1) continue;
    if (seen !== undefined) seen[original] = 1;
    rows++;
    if (temperatureAt(original, shape.stations) > EXCEEDANCE_THRESHOLD) exceedances++;
  }
  return { rows, exceedances, deadLetters, duplicates: count - rows - deadLetters };
}

function isInvalid(index: number, { invalid }: LoadShape): boolean {
  return invalid > 0 && noise(index, INVALID_SALT) < invalid;
}

/** The index of a record's reading: its own index, or that of an earlier reading of the same station. */
function originalIndex(index: number, { duplicates, stations }: LoadShape): number {
  if (duplicates === 0) return index;
  const distance = Math.ceil(DUPLICATE_DISTANCE / stations) * stations;
  let original = index;
  while (original >= distance && noise(original, DUPLICATE_SALT) < duplicates) original -= distance;
  return original;
}
