import { describe, expect, it } from '@jest/globals';
import { QUANTITY_NAMES } from '@weather/weather-schema/reading';
import { inputsHavePassed, MEASURES, RULE_QUANTITIES } from './measure.ts';

const reading = {
  stationId: 'roof',
  observedAt: 0,
  temperature: 1,
  humidity: 2,
  pressure: 3,
  windSpeed: 4,
  windGust: 5,
  windDirection: 6,
  precipitation: 7,
};

describe('MEASURES', () => {
  it('read each quantity of the wire as it is', () => {
    for (const name of QUANTITY_NAMES) expect(MEASURES[name].valueIn(reading)).toBe(reading[name]);
  });

  it('are NaN of what a reading does not have or has no value for', () => {
    for (const name of RULE_QUANTITIES) {
      expect(MEASURES[name].valueIn({ stationId: 'roof', observedAt: 0 })).toBeNaN();
    }
    expect(MEASURES.heatIndex.valueIn(reading)).toBeNaN();
  });
});

describe('inputsHavePassed', () => {
  it('asks for every quantity that the value is made of', () => {
    expect(inputsHavePassed(MEASURES.dewPoint, 0x40000000)).toBe(true);
    expect(inputsHavePassed(MEASURES.dewPoint, 0x02000000)).toBe(false);
    expect(inputsHavePassed(MEASURES.dewPoint, 0x30000000)).toBe(false);
    expect(inputsHavePassed(MEASURES.temperature, 0x02000000)).toBe(true);
  });
});
