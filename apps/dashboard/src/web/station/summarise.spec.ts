import { describe, expect, it } from '@jest/globals';
import { summarizeSeries } from './summarise.ts';

const COLUMNS = {
  times: [0, 10, 20, 30, 40, 50],
  values: [100, 5, 60, null, -2, 100],
  flags: [0, 0, 2, 7, 4, 0],
};

describe('summarise', () => {
  it('tells of the window alone, and counts flagged values apart', () => {
    expect(summarizeSeries(COLUMNS, { from: 10, to: 50 })).toEqual({ min: -2, max: 5, last: -2, flagged: 1 });
  });

  it('has nothing to say where there is no good value', () => {
    expect(summarizeSeries(COLUMNS, { from: 20, to: 40 })).toBeNull();
  });
});
