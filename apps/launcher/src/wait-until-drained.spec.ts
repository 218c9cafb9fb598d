import { describe, expect, it } from '@jest/globals';
import { isDrained, parseEndOffsets, parseCommittedOffsets } from './wait-until-drained.ts';

describe('parseEndOffsets', () => {
  it('reads partitions and end offsets and ignores other lines', () => {
    expect(parseEndOffsets('weather_data:0:1234\nweather_data:1:0\n\n')).toEqual(
      new Map([
        [0, 1234],
        [1, 0],
      ]),
    );
  });
});

describe('parseCommittedOffsets', () => {
  it('reads partitions and committed offsets', () => {
    expect(parseCommittedOffsets('0\t1234\n3\t8\n')).toEqual(
      new Map([
        [0, 1234],
        [3, 8],
      ]),
    );
  });
});

describe('isDrained', () => {
  const endOffsets = parseEndOffsets('t:0:10\nt:1:0\nt:2:5');

  it('is true when every partition has reached its end offset, an empty one without a committed offset', () => {
    expect(isDrained(parseCommittedOffsets('0\t10\n2\t6'), endOffsets)).toBe(true);
  });

  it('is false while a partition lags or has no committed offset', () => {
    expect(isDrained(parseCommittedOffsets('0\t9\n2\t5'), endOffsets)).toBe(false);
    expect(isDrained(parseCommittedOffsets('0\t10'), endOffsets)).toBe(false);
  });
});
