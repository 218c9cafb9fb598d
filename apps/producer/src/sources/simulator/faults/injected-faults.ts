import {
  MS_PER_MINUTE,
  MS_PER_HOUR,
  convertFromWireUnit,
  type FaultName,
  type Quantity,
  type UnitName,
} from '@weather/weather-schema';
import { roundTo, type Measurements } from '../weather-model.ts';
import { draw, drawOne, drawSign } from '../hash.ts';
import type { DurationRange, Occurrence } from './occurrence.ts';

/** A reading before a fault is injected. */
interface ReadingContext {
  readonly timestamp: number;
  /** The interval between two readings of the station. */
  readonly intervalMs: number;
  readonly measured: Measurements;
  /** The measurements of the station at another time. */
  readonly measuredAt: (timestamp: number) => Measurements;
}

/** The effect of a fault on a reading; a missing field has no effect. */
export interface FaultEffect {
  /** Values that are sent instead of the measured ones; empty where nothing was measured that could be wrong. */
  readonly values?: Measurements;
  /** Added to the timestamp of the reading. */
  readonly shiftMs?: number;
  /** Delay between the measurement and the sending of the reading. */
  readonly delayMs?: number;
  /** How often the reading is sent. */
  readonly copies?: number;
}

/** A kind of fault: a pure function, so that the same seeds give the same faults. */
export interface InjectedFault {
  /** Its duration in event time; missing: a single reading. */
  readonly duration?: DurationRange;
  readonly apply: (occurrence: Occurrence, context: ReadingContext) => FaultEffect;
}

/** The range of an error in the unit of its quantity. */
interface ErrorRange {
  readonly quantity: Quantity;
  readonly min: number;
  readonly max: number;
  /** Missing: to either side. */
  readonly isOnlyUpwards?: true;
}

const DECIMALS = 1;
/** The channels of independent random numbers of one occurrence. */
const CHANNEL = { quantity: 11, amount: 12, sign: 13 } as const;

/** The longest delay of a reading. */
export const LONGEST_DELAY_MS = 50 * MS_PER_MINUTE;

const SPIKE_RANGES: readonly ErrorRange[] = [
  { quantity: 'temperature', min: 15, max: 30 },
  { quantity: 'humidity', min: 30, max: 60 },
  { quantity: 'pressure', min: 20, max: 60 },
  { quantity: 'windSpeed', min: 20, max: 40, isOnlyUpwards: true },
];

/** The error at the end of a drift. */
const DRIFT_RANGES: readonly ErrorRange[] = [
  { quantity: 'temperature', min: 3, max: 8 },
  { quantity: 'humidity', min: 10, max: 30 },
  { quantity: 'pressure', min: 3, max: 10 },
];

const STUCK_QUANTITIES: readonly Quantity[] = ['temperature', 'humidity', 'pressure', 'windSpeed'];

/** An instrument and the wrong unit that it can be set to. */
const INSTRUMENTS: readonly { readonly quantities: readonly Quantity[]; readonly unit: UnitName }[] = [
  { quantities: ['temperature'], unit: '°F' },
  { quantities: ['windSpeed', 'windGust'], unit: 'mph' },
  { quantities: ['pressure'], unit: 'inHg' },
];

export const FAULTS: Readonly<Record<FaultName, InjectedFault>> = {
  /** One value of one reading is far off: a loose contact, a disturbed transmission. */
  spike: {
    apply: ({ salt }, { measured }) => {
      const range = drawRange(salt, SPIKE_RANGES, measured);
      return {
        values: range === undefined ? {} : addError(drawError(salt, range), range.quantity, measured),
      };
    },
  },

  /** One quantity keeps the value that it had before the fault: ice on the sensor, a logger that hangs. */
  stuck: {
    duration: { minMs: MS_PER_HOUR, maxMs: 3 * MS_PER_HOUR },
    apply: ({ salt, since }, { timestamp, intervalMs, measured, measuredAt }) => {
      const candidates = STUCK_QUANTITIES.filter((name) => measured[name] !== undefined);
      const quantity = drawOne(salt, CHANNEL.quantity, candidates);
      const readingsSince = Math.floor((timestamp - since) / intervalMs) + 1;
      const before = measuredAt(timestamp - readingsSince * intervalMs);
      const value = quantity === undefined ? undefined : before[quantity];
      return { values: quantity === undefined || value === undefined ? {} : { [quantity]: value } };
    },
  },

  /** The error of one quantity grows evenly over hours, until the sensor is recalibrated. */
  drift: {
    duration: { minMs: 4 * MS_PER_HOUR, maxMs: 12 * MS_PER_HOUR },
    apply: ({ salt, since, until }, { timestamp, measured }) => {
      const range = drawRange(salt, DRIFT_RANGES, measured);
      if (range === undefined) return { values: {} };
      const progress = (timestamp - since) / (until - since);
      return { values: addError(progress * drawError(salt, range), range.quantity, measured) };
    },
  },

  /** For some hours one instrument sends its values in a unit other than that of the wire format, by a wrong setting. */
  'unit-mix-up': {
    duration: { minMs: MS_PER_HOUR, maxMs: 6 * MS_PER_HOUR },
    apply: ({ salt }, { measured }) => {
      const candidates = INSTRUMENTS.filter(
        ({ quantities: [first] }) => first !== undefined && first in measured,
      );
      const instrument = drawOne(salt, CHANNEL.quantity, candidates);
      const values: Measurements = {};
      for (const quantity of instrument?.quantities ?? []) {
        const value = measured[quantity];
        if (value !== undefined && instrument !== undefined) {
          values[quantity] = convertFromWireUnit(quantity, value, instrument.unit);
        }
      }
      return { values };
    },
  },

  /** The station's clock is wrong by a constant time, to either side, until it is set. */
  'clock-skew': {
    duration: { minMs: MS_PER_HOUR, maxMs: 6 * MS_PER_HOUR },
    apply: ({ salt }) => ({
      shiftMs:
        drawSign(salt, CHANNEL.sign) *
        Math.round(draw(salt, CHANNEL.amount, 2 * MS_PER_MINUTE, 6 * MS_PER_HOUR)),
    }),
  },

  /** The station sends nothing: no power, no network. */
  gap: {
    duration: { minMs: 10 * MS_PER_MINUTE, maxMs: 60 * MS_PER_MINUTE },
    apply: () => ({ copies: 0 }),
  },

  /** A reading is sent long after it was measured, with its own time: it was buffered during a network outage. */
  late: {
    apply: ({ salt }) => ({
      delayMs: Math.round(draw(salt, CHANNEL.amount, MS_PER_MINUTE, LONGEST_DELAY_MS)),
    }),
  },

  /** A reading is sent right after the next one of its station. */
  'out-of-order': {
    apply: (_, { intervalMs }) => ({ delayMs: intervalMs }),
  },

  /** A reading is sent twice: an acknowledgement was lost. */
  duplicate: {
    apply: () => ({ copies: 2 }),
  },
};

/** Draws one of the ranges whose quantity was measured. */
function drawRange(
  salt: number,
  ranges: readonly ErrorRange[],
  measured: Measurements,
): ErrorRange | undefined {
  const candidates = ranges.filter(({ quantity }) => measured[quantity] !== undefined);
  return drawOne(salt, CHANNEL.quantity, candidates);
}

/** Draws the amount and the sign of an error. */
function drawError(salt: number, { min, max, isOnlyUpwards }: ErrorRange): number {
  const sign = isOnlyUpwards === true ? 1 : drawSign(salt, CHANNEL.sign);
  return sign * draw(salt, CHANNEL.amount, min, max);
}

/** Adds an error to the value of a quantity, at the resolution of a sensor. */
function addError(error: number, quantity: Quantity, measured: Measurements): Measurements {
  const value = measured[quantity];
  return value === undefined ? {} : { [quantity]: roundTo(DECIMALS, value + error) };
}
