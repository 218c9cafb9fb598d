import { QUANTITY_NAMES, type Quantity } from '@weather/weather-schema';
import { SeededRandom } from '../faults/seeded-random.ts';

/** The record of a reading, with the station's id as its key. */
export interface OutgoingReading {
  readonly key: string;
  readonly value: Buffer;
}

interface Variety {
  readonly seed: number;
  readonly count: number;
  readonly stations: readonly string[];
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

const RANGES: Readonly<Record<Quantity, readonly [min: number, max: number]>> = {
  temperature: [-30, 45],
  humidity: [0, 100],
  pressure: [870, 1080],
  windSpeed: [0, 40],
  windGust: [0, 60],
  windDirection: [0, 360],
  precipitation: [0, 3],
};
const MEASURED_SHARE = 0.8;
/** The share of readings that correct an earlier one. */
const CORRECTED_SHARE = 0.2;
/** Decimals; with 15 a value has nearly all digits of a double. */
const DIGITS = [0, 1, 2, 15];

/** Makes readings in random order, some of which correct an earlier one, with various decimals and quantities. */
export function variedReadings({ seed, count, stations, from, to }: Variety): OutgoingReading[] {
  const random = new SeededRandom(seed, 'summaries');
  const sent: { stationId: string; observedAt: string }[] = [];
  return Array.from({ length: count }, () => {
    const isCorrection = sent.length > 0 && random.fraction() < CORRECTED_SHARE;
    const place = isCorrection
      ? random.pick(sent)
      : {
          stationId: random.pick(stations),
          observedAt: new Date(random.integer(from, to - 1)).toISOString(),
        };
    sent.push(place);
    return {
      key: place.stationId,
      value: Buffer.from(JSON.stringify({ ...place, ...measurements(random) })),
    };
  });
}

function measurements(random: SeededRandom): Partial<Record<Quantity, number>> {
  const entries = QUANTITY_NAMES.filter(
    (name) => name === 'temperature' || random.fraction() < MEASURED_SHARE,
  ).map((name) => {
    const [min, max] = RANGES[name];
    const value = min + random.fraction() * (max - min);
    const digits = random.pick(DIGITS);
    return [name, Number(value.toFixed(digits))];
  });
  return Object.fromEntries(entries) as Partial<Record<Quantity, number>>;
}
