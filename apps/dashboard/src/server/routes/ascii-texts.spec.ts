import { describe, expect, it } from '@jest/globals';
import type { QueryRunner } from '@weather/weather-store/queries';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { toAlertFilter } from './alert-filter.ts';
import { requireStation } from './station-routes.ts';

const READER = { run: () => Promise.reject(new Error('Illegal mix of collations')) };

describe('a text that the database cannot compare with an id', () => {
  it('is the id of no station', async () => {
    await expect(requireStation(READER as unknown as QueryRunner, 'zürich')).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  it.each(['station', 'rule', 'severity'])('is refused as the %s of alerts', (name) => {
    expect(() => toAlertFilter({ [name]: 'zürich' })).toThrow(`${name} must be ASCII`);
  });

  it('is refused in a cursor', () => {
    const cursor = encodeCursor('stations', ['zürich']);
    expect(() => decodeCursor('stations', ['string'], cursor)).toThrow('cursor is none');
  });
});
