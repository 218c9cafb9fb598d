import { describe, expect, it } from '@jest/globals';
import type { QueryRunner } from '@weather/weather-store/queries';
import { decodeCursor, encodeCursor, toAlertFilter } from './query-parameters.ts';
import { requireStation } from './station-routes.ts';
import fc from 'fast-check';

const READER = { run: () => Promise.reject(new Error('Illegal mix of collations')) };

describe('a text that is not ASCII', () => {
  it('is not found as a station', async () => {
    await expect(requireStation(READER as unknown as QueryRunner, 'zürich')).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  it.each(['station', 'rule', 'severity'])('is rejected as the %s of alerts', (name) => {
    expect(() => toAlertFilter({ [name]: 'zürich' })).toThrow(`'${name}' may only contain ASCII`);
  });

  it('is rejected in a cursor', () => {
    const cursor = encodeCursor('stations', ['zürich']);
    expect(() => decodeCursor('stations', ['string'], cursor)).toThrow("'cursor' must be a value");
  });
});

describe('cursors', () => {
  it('are decoded to the same parts, and need no escaping in a URL', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer(), (text, number) => {
        const cursor = encodeCursor('list', [text, number]);
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(decodeCursor('list', ['string', 'number'], cursor)).toEqual([text, number]);
      }),
    );
  });

  it.each([
    ['of another list', encodeCursor('other', ['a', 1])],
    ['with another part', encodeCursor('list', [1, 'a'])],
    ['with too few parts', encodeCursor('list', ['a'])],
    ['with too many parts', encodeCursor('list', ['a', 1, 2])],
    ['with a fraction', encodeCursor('list', ['a', 1.5])],
    ['that is not a list', Buffer.from('{"a":1}').toString('base64url')],
    ['that is not JSON', 'abc'],
    ['that is empty', ''],
  ])('are rejected: one %s', (_, cursor) => {
    expect(() => decodeCursor('list', ['string', 'number'], cursor)).toThrow(
      expect.objectContaining({ statusCode: 400 }),
    );
  });
});
