import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MS_PER_MINUTE, QUANTITY_NAMES, type Quantity, type Reading } from '@weather/weather-schema/reading';
import { PLAUSIBLE_RANGES } from './plausible-range.ts';
import { checkWithoutHistory, checkInOrder, newQualityState } from './quality-control.ts';
import { getFlag, TIMELINESS, getTimeliness } from './quality-flag.ts';
import { mostRainOnRecord } from './rain-records.ts';

const START = Date.UTC(2026, 6, 1);

type Values = Partial<Record<Quantity, number>>;

/** The flags of readings of one station, a minute apart, of the quantities that they hold. */
function flagsOf(...readings: readonly Values[]): Values[] {
  const state = newQualityState();
  return readings.map((values, index) => {
    const reading: Reading = { stationId: 'a', observedAt: START + index * MS_PER_MINUTE, ...values };
    return flagsIn(checkInOrder(state, reading, PLAUSIBLE_RANGES), values);
  });
}

function flagsIn(quality: number, values: Values): Values {
  const names = QUANTITY_NAMES.filter((name) => name in values);
  return Object.fromEntries(names.map((name) => [name, getFlag(quality, name)]));
}

describe('checkInOrder', () => {
  it('an ordinary reading is good', () => {
    const values = {
      temperature: 21.4,
      humidity: 55,
      pressure: 1013.2,
      windSpeed: 4,
      windGust: 7,
      windDirection: 270,
      precipitation: 0,
    };
    expect(flagsOf(values)).toEqual([Object.fromEntries(QUANTITY_NAMES.map((name) => [name, 0]))]);
  });

  it('quantities that were not measured are missing', () => {
    const quality = checkInOrder(
      newQualityState(),
      { stationId: 'a', observedAt: START, humidity: 5 },
      PLAUSIBLE_RANGES,
    );
    expect(quality.toString(16).padStart(8, '0')).toBe('70777770');
  });

  it.each([
    ['temperature', -80, 60],
    ['humidity', 0, 100],
    ['pressure', 500, 1100],
    ['windSpeed', 0, 75],
    ['windGust', 0, 75],
    ['windDirection', 0, 360],
    ['precipitation', 0, 40],
  ] as const)('takes %s from %d to %d for plausible, and what lies beyond for wrong', (name, min, max) => {
    const flagOfValue = (value: number): unknown => flagsOf({ [name]: value })[0]?.[name];
    expect([min - 0.1, min, max, max + 0.1].map(flagOfValue)).toEqual(
      name === 'precipitation' ? [3, 0, 0, 0] : [3, 0, 0, 3],
    );
  });

  it('rain of up to 40 mm per minute since the previous reading is plausible', () => {
    expect(flagsOf({ precipitation: 0 }, { precipitation: 40 }, { precipitation: 40.1 })).toEqual([
      { precipitation: 0 },
      { precipitation: 0 },
      { precipitation: 3 },
    ]);
  });

  it.each([
    ['a first reading', undefined, 1825],
    ['a minute', 1, 40],
    ['five minutes', 5, 97.2],
    ['an hour', 60, 401],
    ['a day', 1_440, 1825],
    ['four days', 4 * 1_440, 4936],
    ['a year', 365 * 1_440, 26_470],
    ['two years', 730 * 1_440, 52_940],
  ])('takes no more rain than was ever measured in the time: %s', (_, minutes, most) => {
    const flagAfter = (precipitation: number): unknown => {
      const state = newQualityState();
      if (minutes !== undefined) checkInOrder(state, { stationId: 'a', observedAt: START }, PLAUSIBLE_RANGES);
      const observedAt = START + (minutes ?? 0) * MS_PER_MINUTE;
      const quality = checkInOrder(state, { stationId: 'a', observedAt, precipitation }, PLAUSIBLE_RANGES);
      return flagsIn(quality, { precipitation }).precipitation;
    };
    expect([0, most, most + 0.1, 99_999].map(flagAfter)).toEqual([0, 0, 3, 3]);
  });

  it('the limit of rain never falls with a longer time, nor exceeds the limit per minute', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1e7, noNaN: true }),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        (minutes, more) => {
          expect(mostRainOnRecord(minutes + more)).toBeGreaterThanOrEqual(
            mostRainOnRecord(minutes) * (1 - 1e-12),
          );
          expect(mostRainOnRecord(minutes)).toBeLessThanOrEqual(40 * minutes * (1 + 1e-12));
        },
      ),
    );
  });

  it('a value that jumps is doubtful, the one after it is not', () => {
    expect(flagsOf({ temperature: 13.9 }, { temperature: -10.5 }, { temperature: 13.8 })).toEqual([
      { temperature: 0 },
      { temperature: 2 },
      { temperature: 0 },
    ]);
  });

  it('a value is not compared with a wrong one', () => {
    expect(flagsOf({ windSpeed: 5 }, { windSpeed: 468.66 }, { windSpeed: 6 })).toEqual([
      { windSpeed: 0 },
      { windSpeed: 3 },
      { windSpeed: 0 },
    ]);
  });

  it('a value that does not change for an hour is doubtful', () => {
    const flags = flagsOf(...Array.from({ length: 62 }, () => ({ temperature: 20, humidity: 99 })));
    expect(flags[59]).toEqual({ temperature: 0, humidity: 0 });
    expect(flags[60]).toEqual({ temperature: 2, humidity: 0 });
  });

  it('wind may stay unchanged in a calm', () => {
    const flags = flagsOf(...Array.from({ length: 62 }, () => ({ windSpeed: 0.1, windDirection: 90 })));
    expect(flags.at(-1)).toEqual({ windSpeed: 0, windDirection: 0 });
    const windy = flagsOf(...Array.from({ length: 62 }, () => ({ windSpeed: 3, windDirection: 90 })));
    expect(windy.at(-1)).toEqual({ windSpeed: 2, windDirection: 2 });
  });

  it('directions around north are close together', () => {
    const directions = Array.from({ length: 62 }, (_, n) => ({
      windSpeed: 3 + (n % 2),
      windDirection: (357 + (n % 6)) % 360,
    }));
    expect(flagsOf(...directions).at(-1)).toEqual({ windSpeed: 0, windDirection: 2 });
  });

  it.each([
    [
      { windSpeed: 5, windGust: 4.9 },
      { windSpeed: 1, windGust: 1 },
    ],
    [
      { windSpeed: 5, windGust: 5 },
      { windSpeed: 0, windGust: 0 },
    ],
    [
      { windSpeed: 0, windDirection: 90 },
      { windSpeed: 0, windDirection: 1 },
    ],
    [
      { windSpeed: 0, windDirection: 0 },
      { windSpeed: 0, windDirection: 0 },
    ],
    [
      { temperature: 40, humidity: 90 },
      { temperature: 1, humidity: 1 },
    ],
    [
      { temperature: 40, humidity: 30 },
      { temperature: 0, humidity: 0 },
    ],
  ])('holds the values of a reading against each other: %j', (values, flags) => {
    expect(flagsOf(values)).toEqual([flags]);
  });

  it('a direction missing in wind is inconsistent at a station that measures it', () => {
    const state = newQualityState();
    const flagAt = (minute: number, values: Values): number => {
      const reading = { stationId: 'a', observedAt: START + minute * MS_PER_MINUTE, ...values };
      return getFlag(checkInOrder(state, reading, PLAUSIBLE_RANGES), 'windDirection');
    };
    expect(flagAt(0, { windSpeed: 3 })).toBe(7);
    expect(flagAt(1, { windSpeed: 3, windDirection: 10 })).toBe(0);
    expect(flagAt(2, { windSpeed: 3 })).toBe(1);
    expect(flagAt(3, { windSpeed: 0 })).toBe(7);
    expect(flagAt(4, { windSpeed: 0.2 })).toBe(7);
  });

  it('a state that was saved as JSON continues', () => {
    const readings = Array.from({ length: 90 }, (_, n): Reading => ({
      stationId: 'a',
      observedAt: START + n * MS_PER_MINUTE,
      temperature: n % 17 === 5 ? 45 : 20 + (n > 20 ? 0 : n / 10),
      windSpeed: 3,
      windDirection: (350 + n) % 360,
    }));
    const whole = newQualityState();
    let broken = newQualityState();
    for (const reading of readings) {
      broken = JSON.parse(JSON.stringify(broken)) as typeof broken;
      expect(checkInOrder(broken, reading, PLAUSIBLE_RANGES)).toBe(
        checkInOrder(whole, reading, PLAUSIBLE_RANGES),
      );
    }
  });
});

describe('checkWithoutHistory', () => {
  it('values out of range are wrong, and the others are not checked', () => {
    const values = { temperature: 20, pressure: 400, windSpeed: 5, windGust: 4, precipitation: 500 };
    const quality = checkWithoutHistory(
      { stationId: 'a', observedAt: START, ...values },
      PLAUSIBLE_RANGES,
      TIMELINESS.beyondLateness,
    );
    expect(flagsIn(quality, values)).toEqual({
      temperature: 4,
      pressure: 3,
      windSpeed: 1,
      windGust: 1,
      precipitation: 4,
    });
    expect(getTimeliness(quality)).toBe(TIMELINESS.beyondLateness);
    const flood = { precipitation: 1825.1 };
    const ofFlood = checkWithoutHistory(
      { stationId: 'a', observedAt: START, ...flood },
      PLAUSIBLE_RANGES,
      TIMELINESS.beyondLateness,
    );
    expect(flagsIn(ofFlood, flood)).toEqual({ precipitation: 3 });
  });
});
