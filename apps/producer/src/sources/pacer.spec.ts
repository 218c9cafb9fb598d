import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '../testing/manual-clock.ts';
import { FULL_SPEED, Pacer, parseSpeed } from './pacer.ts';

const never = new AbortController().signal;

async function groupsOf(pacer: Pacer, times: Iterable<number>, signal = never): Promise<number[][]> {
  const groups: number[][] = [];
  for await (const group of pacer.groups(times, (time) => time, signal)) groups.push(group);
  return groups;
}

describe('Pacer', () => {
  it('has the first reading due at once and the others as far apart as their times', async () => {
    const clock = new ManualClock(1_000_000);
    expect(await groupsOf(new Pacer(1, clock), [500, 700, 1700])).toEqual([[500], [700], [1700]]);
    expect(clock.waits).toEqual([200, 1000]);
  });

  it('divides the time between readings by the speed', async () => {
    const clock = new ManualClock();
    await groupsOf(new Pacer(3600, clock), [0, 3_600_000, 7_200_000]);
    expect(clock.waits).toEqual([1000, 1000]);
  });

  it('does not wait at full speed', async () => {
    const clock = new ManualClock();
    const times = [0, 3_600_000, 100];
    expect(await groupsOf(new Pacer(parseSpeed(FULL_SPEED), clock), times)).toEqual([times]);
    expect(clock.waits).toEqual([]);
  });

  it('catches up at once after being blocked', async () => {
    const clock = new ManualClock();
    const groups: number[][] = [];
    for await (const group of new Pacer(1, clock).groups(
      [0, 1000, 2000, 5000, 6000, 7000],
      (time) => time,
      never,
    )) {
      if (groups.push(group) === 2) clock.time = 6000;
    }
    expect(groups).toEqual([[0], [1000], [2000, 5000, 6000], [7000]]);
    expect(clock.waits).toEqual([1000, 1000]);
  });

  it('ends when the signal is aborted while a reading is not due yet', async () => {
    const controller = new AbortController();
    const clock = new ManualClock();
    const groups = new Pacer(1, clock).groups([0, 1000], (time) => time, controller.signal);
    expect((await groups.next()).value).toEqual([0]);
    controller.abort();
    expect((await groups.next()).done).toBe(true);
    expect(clock.time).toBe(0);
  });

  it('yields to timers and sockets at full speed', async () => {
    const controller = new AbortController();
    setImmediate(() => controller.abort());
    const times = Array.from({ length: 100_000 }, (_, index) => index);
    const groups = await groupsOf(
      new Pacer(parseSpeed(FULL_SPEED), new ManualClock()),
      times,
      controller.signal,
    );
    expect(groups.flat().length).toBeLessThan(times.length);
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

  it.each(['0', '-1', 'fast', '', '1x', 'Infinity', 'MAX'])('rejects "%s"', (text) => {
    expect(parseSpeed(text)).toBeNaN();
  });
});
