import { describe, expect, it } from '@jest/globals';
import { describeReading } from './describe-reading.ts';

describe('describeReading', () => {
  const reading = { stationId: 'EWR', observedAt: Date.UTC(2013, 6, 18, 18) };

  it('names the station, the temperature and the instant', () => {
    expect(describeReading({ ...reading, temperature: 31.2 })).toBe(
      'EWR 31.2 °C at 2013-07-18T18:00:00.000Z',
    );
  });

  it('says when there is no temperature', () => {
    expect(describeReading(reading)).toBe('EWR without temperature at 2013-07-18T18:00:00.000Z');
  });
});
