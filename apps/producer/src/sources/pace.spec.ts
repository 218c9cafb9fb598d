import { describe, expect, it } from '@jest/globals';
import { ManualClock } from './manual-clock.ts';
import { FULL_SPEED, Pace, parseSpeed } from './pace.ts';

const never = new AbortController().signal;

describe('Pace', () => {
  it('has the first reading due at once and the others as far apart as their times', async () => {
    const clock = new ManualClock(1_000_000);
    const pace = new Pace(1, clock);
    for (const time of [500, 700, 1700]) await pace.due(time, never);
    expect(clock.waits).toEqual([200, 1000]);
  });

  it('divides the time between readings by the speed', async () => {
    const clock = new ManualClock();
    const pace = new Pace(3600, clock);
    for (const time of [0, 3_600_000, 7_200_000]) await pace.due(time, never);
    expect(clock.waits).toEqual([1000, 1000]);
  });

  it('does not wait at full speed', async () => {
    const clock = new ManualClock();
    const pace = new Pace(parseSpeed(FULL_SPEED), clock);
    for (const time of [0, 3_600_000, 100]) await pace.due(time, never);
    expect(clock.waits).toEqual([]);
  });

  it('catches up without waiting after having been held back', async () => {
    const clock = new ManualClock();
    const pace = new Pace(1, clock);
    await pace.due(0, never);
    clock.time = 5000;
    for (const time of [1000, 2000, 5000, 6000]) await pace.due(time, never);
    expect(clock.waits).toEqual([1000]);
  });

  it('returns when the signal is aborted while a reading is not due yet', async () => {
    const controller = new AbortController();
    const clock = new ManualClock();
    const pace = new Pace(1, clock);
    await pace.due(0, never);
    controller.abort();
    await pace.due(1000, controller.signal);
    expect(clock.time).toBe(0);
  });

  it('lets timers and sockets have their turn at full speed', async () => {
    const pace = new Pace(parseSpeed(FULL_SPEED), new ManualClock());
    const controller = new AbortController();
    setImmediate(() => controller.abort());
    let taken = 0;
    while (!controller.signal.aborted && taken < 100_000) {
      await pace.due(taken, never);
      taken++;
    }
    expect(taken).toBeLessThan(100_000);
  });
});

describe('parseSpeed', () => {
  it.each([
    ['max', Number.POSITIVE_INFINITY],
    ['1', 1],
    ['0.5', 0.5],
    ['86400', 86400],
    ['1e3', 1000],
  ])('reads %s', (text, speed) => {
    expect(parseSpeed(text)).toBe(speed);
  });

  it.each(['0', '-1', 'fast', '', '1x', 'Infinity', 'MAX'])('refuses "%s"', (text) => {
    expect(parseSpeed(text)).toBeNaN();
  });
});
