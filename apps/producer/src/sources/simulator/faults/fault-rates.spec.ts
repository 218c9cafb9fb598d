import { describe, expect, it } from '@jest/globals';
import { parseFaultRates } from './fault-rates.ts';

describe('parseFaultRates', () => {
  it('reads the rate of each fault', () => {
    expect(parseFaultRates('spike=0.001, out-of-order=1e-2,late=1')).toEqual(
      new Map([
        ['spike', 0.001],
        ['out-of-order', 0.01],
        ['late', 1],
      ]),
    );
  });

  it('omits a fault whose rate is 0', () => {
    expect(parseFaultRates('spike=0,gap=0.5')).toEqual(new Map([['gap', 0.5]]));
  });

  it.each([
    '',
    'spike',
    'spike=',
    'rust=0.1',
    'spike=1.1',
    'spike=-1',
    'spike=x',
    'spike=0.1,',
    'spike=0.1=2',
  ])('rejects "%s"', (text) => {
    expect(parseFaultRates(text)).toBeUndefined();
  });

  it('rejects a fault that occurs twice', () => {
    expect(parseFaultRates('spike=0.1,spike=0')).toBeUndefined();
  });
});
