import { describe, expect, it } from '@jest/globals';
import { haveReached, parseEndOffsets, parsePositions } from './stored-everything.ts';

describe('parseEndOffsets', () => {
  it('reads partitions and ends, whatever else is printed', () => {
    expect(parseEndOffsets('weather_data:0:1234\nweather_data:1:0\n\n')).toEqual(
      new Map([
        [0, 1234],
        [1, 0],
      ]),
    );
  });
});

describe('parsePositions', () => {
  it('reads partitions and positions', () => {
    expect(parsePositions('0\t1234\n3\t8\n')).toEqual(
      new Map([
        [0, 1234],
        [3, 8],
      ]),
    );
  });
});

describe('haveReached', () => {
  const ends = parseEndOffsets('t:0:10\nt:1:0\nt:2:5');

  it('wants every partition at its end, and none for one that is empty', () => {
    expect(haveReached(parsePositions('0\t10\n2\t6'), ends)).toBe(true);
  });

  it('waits for a partition that lags or that nobody has begun', () => {
    expect(haveReached(parsePositions('0\t9\n2\t5'), ends)).toBe(false);
    expect(haveReached(parsePositions('0\t10'), ends)).toBe(false);
  });
});
