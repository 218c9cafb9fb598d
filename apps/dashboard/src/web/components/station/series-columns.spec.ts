import { describe, expect, it } from '@jest/globals';
import {
  appendLive,
  isFlagged,
  NO_COLUMNS,
  plotData,
  type SeriesColumns,
  summarizeSeries,
} from './series-columns.ts';

const everyTenSeconds = (count: number): SeriesColumns => ({
  times: Array.from({ length: count }, (_, index) => index * 10_000),
  values: Array.from({ length: count }, (_, index) => index),
  flags: Array.from({ length: count }, () => 0),
});

describe('the columns of a series', () => {
  it('append live values', () => {
    const columns = appendLive(appendLive(NO_COLUMNS, 1_000, 21.5), 2_000, null);
    expect(columns).toEqual({ times: [1_000, 2_000], values: [21.5, null], flags: [4, 7] });
  });

  it('ignore values that they have already', () => {
    const columns = everyTenSeconds(3);
    expect(appendLive(columns, 20_000, 99)).toBe(columns);
    expect(appendLive(columns, 5_000, 99)).toBe(columns);
  });

  it('have a gap where a station was silent', () => {
    const columns = everyTenSeconds(20);
    expect(appendLive(columns, 200_000, 5).values.slice(-2)).toEqual([19, 5]);
    expect(appendLive(columns, 400_000, 5).values.slice(-3)).toEqual([19, null, 5]);
  });

  it('do not grow without bound', () => {
    let columns = everyTenSeconds(10_000);
    columns = appendLive(columns, 1_000_000_000, 1);
    expect(columns.times).toHaveLength(10_000);
    expect(columns.values.at(-1)).toBe(1);
  });
});

describe('plotData', () => {
  it('omits flagged values from the line without a gap', () => {
    const data = plotData({ times: [1, 2, 3, 4], values: [10, 99, null, 12], flags: [0, 3, 7, 4] });
    expect(data).toEqual([
      [1, 2, 3, 4],
      [10, undefined, null, 12],
      [undefined, 99, undefined, undefined],
    ]);
  });
});

describe('isFlagged', () => {
  it.each([0, 4, 7, undefined])('is false for %s', (flag) => expect(isFlagged(flag)).toBe(false));
  it.each([1, 2, 3])('is true for %d', (flag) => expect(isFlagged(flag)).toBe(true));
});

const COLUMNS = {
  times: [0, 10, 20, 30, 40, 50],
  values: [100, 5, 60, null, -2, 100],
  flags: [0, 0, 2, 7, 4, 0],
};

describe('summarizeSeries', () => {
  it('summarizes only the window, and counts flagged values separately', () => {
    expect(summarizeSeries(COLUMNS, { from: 10, to: 50 })).toEqual({ min: -2, max: 5, last: -2, flagged: 1 });
  });

  it('returns null if there is no good value', () => {
    expect(summarizeSeries(COLUMNS, { from: 20, to: 40 })).toBeNull();
  });
});
