import { describe, expect, it } from '@jest/globals';
import { MS_PER_HOUR } from '../../lib/format.ts';
import { follow, getSpan, loadAround, needsLoading, pan, windowUntil, zoom } from './time-window.ts';

const NOW = Date.parse('2026-07-01T12:00:00Z');
const FIXED = { from: NOW - 10 * MS_PER_HOUR, to: NOW - 9 * MS_PER_HOUR, follows: false };

describe('a window', () => {
  it('follows the current time', () => {
    const shown = windowUntil(NOW, MS_PER_HOUR);
    expect(follow(shown, NOW + 1_000)).toEqual(windowUntil(NOW + 1_000, MS_PER_HOUR));
    expect(follow(FIXED, NOW + 1_000)).toBe(FIXED);
  });

  it('stops following when it is moved into the past, and follows again at the current time', () => {
    const past = pan(windowUntil(NOW, MS_PER_HOUR), -0.5, NOW);
    expect(past.follows).toBe(false);
    expect(getSpan(past)).toBe(MS_PER_HOUR);
    expect(pan(past, 0.7, NOW)).toEqual(windowUntil(NOW, MS_PER_HOUR));
  });

  it('keeps the time under the pointer when it is zoomed', () => {
    const zoomed = zoom(FIXED, 0.5, 0.25, NOW);
    expect(zoomed.from + 0.25 * getSpan(zoomed)).toBe(FIXED.from + 0.25 * MS_PER_HOUR);
    expect(getSpan(zoomed)).toBe(MS_PER_HOUR / 2);
  });

  it('keeps following when it is zoomed', () => {
    expect(zoom(windowUntil(NOW, MS_PER_HOUR), 2, 0.5, NOW)).toEqual(windowUntil(NOW, 2 * MS_PER_HOUR));
  });

  it('is never shorter than half a minute', () => {
    expect(getSpan(zoom(FIXED, 0, 0.5, NOW))).toBe(30_000);
  });
});

const SHOWN = { from: 1_000, to: 2_000 };
const LOADED = loadAround(SHOWN);
const movedBy = (by: number) => ({ from: SHOWN.from + by, to: SHOWN.to + by });

describe('the loaded range of a plot', () => {
  it('is three windows long', () => {
    expect(LOADED).toEqual({ from: 0, to: 3_000 });
  });

  it.each([0, 700, -700])('is kept for a window that is moved by %d', (by) => {
    expect(needsLoading(LOADED, movedBy(by))).toBe(false);
  });

  it.each([800, -800, 5_000])('is replaced for a window that is moved by %d', (by) => {
    expect(needsLoading(LOADED, movedBy(by))).toBe(true);
  });

  it('is replaced when the zoom makes its points too few or too sparse', () => {
    expect(needsLoading(LOADED, { from: 500, to: 2_500 })).toBe(false);
    expect(needsLoading(LOADED, { from: 0, to: 3_000 })).toBe(true);
    expect(needsLoading(LOADED, { from: 1_300, to: 1_700 })).toBe(true);
  });

  it('is loaded if there is none', () => {
    expect(needsLoading(null, SHOWN)).toBe(true);
  });
});
