import { describe, expect, it } from '@jest/globals';
import { MS_PER_HOUR } from '../../lib/format.ts';
import { follow, getSpan, loadAround, needsLoading, pan, windowUntil, zoom } from './time-window.ts';

const NOW = Date.parse('2026-07-01T12:00:00Z');
const FIXED = { from: NOW - 10 * MS_PER_HOUR, to: NOW - 9 * MS_PER_HOUR, follows: false };

describe('a window', () => {
  it('follows the time while it shows the present', () => {
    const shown = windowUntil(NOW, MS_PER_HOUR);
    expect(follow(shown, NOW + 1_000)).toEqual(windowUntil(NOW + 1_000, MS_PER_HOUR));
    expect(follow(FIXED, NOW + 1_000)).toBe(FIXED);
  });

  it('stops following when it is moved into the past, and begins again in the present', () => {
    const past = pan(windowUntil(NOW, MS_PER_HOUR), -0.5, NOW);
    expect(past.follows).toBe(false);
    expect(getSpan(past)).toBe(MS_PER_HOUR);
    expect(pan(past, 0.7, NOW)).toEqual(windowUntil(NOW, MS_PER_HOUR));
  });

  it('keeps the instant under the pointer while it zooms', () => {
    const zoomed = zoom(FIXED, 0.5, 0.25, NOW);
    expect(zoomed.from + 0.25 * getSpan(zoomed)).toBe(FIXED.from + 0.25 * MS_PER_HOUR);
    expect(getSpan(zoomed)).toBe(MS_PER_HOUR / 2);
  });

  it('follows on when it is zoomed while it follows', () => {
    expect(zoom(windowUntil(NOW, MS_PER_HOUR), 2, 0.5, NOW)).toEqual(windowUntil(NOW, 2 * MS_PER_HOUR));
  });

  it('is never shorter than half a minute', () => {
    expect(getSpan(zoom(FIXED, 0, 0.5, NOW))).toBe(30_000);
  });
});

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
