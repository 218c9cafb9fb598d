import { describe, expect, it } from '@jest/globals';
import { loadAround, needsLoading } from './window-cache.ts';

const SHOWN = { from: 1_000, to: 2_000 };
const LOADED = loadAround(SHOWN);
const movedBy = (by: number) => ({ from: SHOWN.from + by, to: SHOWN.to + by });

describe('the cache of a plot', () => {
  it('holds three windows', () => {
    expect(LOADED).toEqual({ from: 0, to: 3_000 });
  });

  it.each([0, 700, -700])('does for a window that is moved by %d', (by) => {
    expect(needsLoading(LOADED, movedBy(by))).toBe(false);
  });

  it.each([800, -800, 5_000])('does not for one that is moved by %d', (by) => {
    expect(needsLoading(LOADED, movedBy(by))).toBe(true);
  });

  it('does not for twice or half of the window, whose points would be too few or too sparse', () => {
    expect(needsLoading(LOADED, { from: 500, to: 2_500 })).toBe(false);
    expect(needsLoading(LOADED, { from: 0, to: 3_000 })).toBe(true);
    expect(needsLoading(LOADED, { from: 1_300, to: 1_700 })).toBe(true);
  });

  it('does not while it is empty', () => {
    expect(needsLoading(null, SHOWN)).toBe(true);
  });
});
