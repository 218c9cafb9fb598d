import type { Quantity, Reading } from '@weather/weather-schema';
import { flagOf, hasPassed } from '../quality/quality-flag.ts';
import { dewPoint } from './dew-point.ts';
import { heatIndex } from './heat-index.ts';
import { windChill } from './wind-chill.ts';

/** What follows from measured quantities by a formula, in °C. */
export type DerivedQuantity = 'dewPoint' | 'heatIndex' | 'windChill';

/** What a rule can be about. */
export type RuleQuantity = Quantity | DerivedQuantity;

/** How the value that a rule is about is read out of a reading. */
export interface Measure {
  /** The quantities that have to have passed quality control for the value to count. */
  readonly inputs: readonly Quantity[];
  /** The value in the unit of the wire, whatever its flags; NaN where it is missing or not defined. */
  readonly valueIn: (reading: Reading) => number;
}

const NONE = Number.NaN;

/** The property is written out for each, so that each read is a plain load at a place of its own. */
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

/** Everything that a rule can be about: the quantities of the wire, then the derived ones. */
export const RULE_QUANTITIES = Object.keys(MEASURES) as RuleQuantity[];

/** Whether every quantity that a value is made of has passed quality control. */
export function inputsHavePassed({ inputs }: Measure, quality: number): boolean {
  for (const quantity of inputs) if (!hasPassed(flagOf(quality, quantity))) return false;
  return true;
}
