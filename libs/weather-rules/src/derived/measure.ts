import type { Quantity, Reading } from '@weather/weather-schema/reading';
import { getFlag, hasPassed } from '../quality/quality-flag.ts';
import { dewPoint } from './dew-point.ts';
import { heatIndex } from './heat-index.ts';
import { windChill } from './wind-chill.ts';

/** The quantities derived from measured ones by a formula, in °C. */
type DerivedQuantity = 'dewPoint' | 'heatIndex' | 'windChill';

/** The quantities that a rule can use. */
export type RuleQuantity = Quantity | DerivedQuantity;

/** Reads the value that a rule uses from a reading. */
export interface Measure {
  /** The quantities that must have passed quality control for the value to count. */
  readonly inputs: readonly Quantity[];
  /** The value in the unit of the wire, whatever its flags; NaN where it is missing or not defined. */
  readonly valueIn: (reading: Reading) => number;
}

const NONE = Number.NaN;

/** Each property is written out, so that each read is a plain load with an inline cache of its own. */
export const MEASURES: Readonly<Record<RuleQuantity, Measure>> = {
  temperature: { inputs: ['temperature'], valueIn: ({ temperature = NONE }) => temperature },
  humidity: { inputs: ['humidity'], valueIn: ({ humidity = NONE }) => humidity },
  pressure: { inputs: ['pressure'], valueIn: ({ pressure = NONE }) => pressure },
  windSpeed: { inputs: ['windSpeed'], valueIn: ({ windSpeed = NONE }) => windSpeed },
  windGust: { inputs: ['windGust'], valueIn: ({ windGust = NONE }) => windGust },
  windDirection: { inputs: ['windDirection'], valueIn: ({ windDirection = NONE }) => windDirection },
  precipitation: { inputs: ['precipitation'], valueIn: ({ precipitation = NONE }) => precipitation },
  dewPoint: {
    inputs: ['temperature', 'humidity'],
    valueIn: ({ temperature = NONE, humidity = NONE }) => dewPoint(temperature, humidity) ?? NONE,
  },
  heatIndex: {
    inputs: ['temperature', 'humidity'],
    valueIn: ({ temperature = NONE, humidity = NONE }) => heatIndex(temperature, humidity) ?? NONE,
  },
  windChill: {
    inputs: ['temperature', 'windSpeed'],
    valueIn: ({ temperature = NONE, windSpeed = NONE }) => windChill(temperature, windSpeed) ?? NONE,
  },
};

/** All quantities that a rule can use: those of the wire format, then the derived ones. */
export const RULE_QUANTITIES = Object.keys(MEASURES) as RuleQuantity[];

/** Whether every input of a value has passed quality control. */
export function inputsHavePassed({ inputs }: Measure, quality: number): boolean {
  for (const quantity of inputs) if (!hasPassed(getFlag(quality, quantity))) return false;
  return true;
}
