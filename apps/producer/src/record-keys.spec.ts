import { describe, expect, it } from '@jest/globals';
import { recordKeys } from './record-keys.ts';
import { recordedLogger } from './testing/recorded-logger.ts';

const reading = (stationId: string): { stationId: string; observedAt: number } => ({
  stationId,
  observedAt: 0,
});

describe('recordKeys', () => {
  it('are the ids of the stations', () => {
    const { logger, lines } = recordedLogger();
    const keyOf = recordKeys('json', logger);
    expect(['A', 'B', 'A'].map((id) => keyOf(reading(id)))).toEqual(['A', 'B', 'A']);
    expect(lines).toEqual([]);
  });

  it('are numbers in the legacy format; stations that share one are named, once', () => {
    const { logger, lines } = recordedLogger();
    const keyOf = recordKeys('legacy', logger);
    expect(keyOf(reading('7'))).toBe('7');
    expect(keyOf(reading('s338'))).toBe('1797904664');
    expect(lines).toEqual([]);
    expect(keyOf(reading('s3tpa'))).toBe('1797904664');
    keyOf(reading('s338'));
    keyOf(reading('s3tpa'));
    expect(lines).toEqual([
      'warn the stations s338 and s3tpa have the same number in the legacy format {"sensor_id":"1797904664"}',
    ]);
  });
});
