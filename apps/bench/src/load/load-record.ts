import { ALERT_THRESHOLD, DEFAULT_STATIONS, loadReading, stationOf, temperatureOf } from './load-reading.ts';
import { noise } from './noise.ts';

/** What the records of a topic are like. */
export interface LoadShape {
  readonly stations: number;
  /** Of records that say again what another said about 20,000 records before; 0 to 1. */
  readonly repeats: number;
  /** Of records that are no reading. */
  readonly bad: number;
}

export const PLAIN_LOAD: LoadShape = { stations: DEFAULT_STATIONS, repeats: 0, bad: 0 };

/** A record of the load; its key is the station, so that a station's readings stay in order in one partition. */
export interface LoadRecord {
  readonly key: string;
  readonly value: string;
}

/** What must be in the tables once the first records of a load were consumed. */
export interface Outcome {
  readonly rows: number;
  readonly alerts: number;
  readonly deadLetters: number;
  readonly repeats: number;
}

/** Far enough that a repeat is in another batch than what it repeats. */
const REPEAT_DISTANCE = 20_000;
const BAD_SALT = 100;
const REPEAT_SALT = 101;

/** In the ways of real garbage: no JSON, a field missing, a number as text. */
const BAD_VALUES = [
  (value: string) => value.slice(0, value.length / 2),
  (value: string) => value.replace('"stationId"', '"station"'),
  (value: string) => value.replace(/"humidity":([^,}]+)/, '"humidity":"$1"'),
] as const;

/** The i-th record of a load: always the same. */
export function loadRecord(index: number, shape: LoadShape = PLAIN_LOAD): LoadRecord {
  const key = stationOf(index, shape.stations);
  const value = JSON.stringify(loadReading(originOf(index, shape), shape.stations));
  if (!isBad(index, shape)) return { key, value };
  const spoil = BAD_VALUES[index % BAD_VALUES.length] ?? BAD_VALUES[0];
  return { key, value: spoil(value) };
}

/** What becomes of the first `count` records. */
export function outcomeOf(count: number, shape: LoadShape): Outcome {
  const seen = shape.repeats > 0 ? new Uint8Array(count) : undefined;
  let [rows, alerts, deadLetters] = [0, 0, 0];
  for (let index = 0; index < count; index++) {
    if (isBad(index, shape)) {
      deadLetters++;
      continue;
    }
    const origin = originOf(index, shape);
    if (seen?.[origin] === 1) continue;
    if (seen !== undefined) seen[origin] = 1;
    rows++;
    if (temperatureOf(origin, shape.stations) > ALERT_THRESHOLD) alerts++;
  }
  return { rows, alerts, deadLetters, repeats: count - rows - deadLetters };
}

function isBad(index: number, { bad }: LoadShape): boolean {
  return bad > 0 && noise(index, BAD_SALT) < bad;
}

/** The reading that a record holds: its own, or one of the same station some rounds earlier. */
function originOf(index: number, { repeats, stations }: LoadShape): number {
  if (repeats === 0) return index;
  const distance = Math.ceil(REPEAT_DISTANCE / stations) * stations;
  let origin = index;
  while (origin >= distance && noise(origin, REPEAT_SALT) < repeats) origin -= distance;
  return origin;
}
