import { describe, expect, it } from '@jest/globals';
import { formatReading } from './reading.ts';

describe('formatReading', () => {
  const reading = { stationId: 'EWR', observedAt: Date.UTC(2013, 6, 18, 18) };

  it('names the station, the temperature and the timestamp', () => {
    expect(formatReading({ ...reading, temperature: 31.2 })).toBe('EWR 31.2 °C at 2013-07-18T18:00:00.000Z');
  });

  it('says when there is no temperature', () => {
    expect(formatReading(reading)).toBe('EWR without temperature at 2013-07-18T18:00:00.000Z');
  });
});
