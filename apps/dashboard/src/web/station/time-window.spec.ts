import { describe, expect, it } from '@jest/globals';
import { follow, pan, getSpan, windowUntil, zoom } from './time-window.ts';

const NOW = Date.parse('2026-07-01T12:00:00Z');
const HOUR = 3_600_000;
const FIXED = { from: NOW - 10 * HOUR, to: NOW - 9 * HOUR, follows: false };

describe('a window', () => {
  it('follows the time while it shows the present', () => {
    const shown = windowUntil(NOW, HOUR);
    expect(follow(shown, NOW + 1_000)).toEqual(windowUntil(NOW + 1_000, HOUR));
    expect(follow(FIXED, NOW + 1_000)).toBe(FIXED);
  });

  it('stops following when it is moved into the past, and begins again in the present', () => {
    const past = pan(windowUntil(NOW, HOUR), -0.5, NOW);
    expect(past.follows).toBe(false);
    expect(getSpan(past)).toBe(HOUR);
    expect(pan(past, 0.7, NOW)).toEqual(windowUntil(NOW, HOUR));
  });

  it('keeps the instant under the pointer while it zooms', () => {
    const zoomed = zoom(FIXED, 0.5, 0.25, NOW);
    expect(zoomed.from + 0.25 * getSpan(zoomed)).toBe(FIXED.from + 0.25 * HOUR);
    expect(getSpan(zoomed)).toBe(HOUR / 2);
  });

  it('follows on when it is zoomed while it follows', () => {
    expect(zoom(windowUntil(NOW, HOUR), 2, 0.5, NOW)).toEqual(windowUntil(NOW, 2 * HOUR));
  });

  it('is never shorter than half a minute', () => {
    expect(getSpan(zoom(FIXED, 0, 0.5, NOW))).toBe(30_000);
  });
});
