import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeCursor, encodeCursor } from './cursor.ts';

describe('cursors', () => {
  it('give back what was put into them, in a text that needs no escape in an address', () => {
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
    ['that is no list', Buffer.from('{"a":1}').toString('base64url')],
    ['that is no JSON', 'abc'],
    ['that is nothing', ''],
  ])('are refused: one %s', (_, cursor) => {
    expect(() => decodeCursor('list', ['string', 'number'], cursor)).toThrow(
      expect.objectContaining({ statusCode: 400 }),
    );
  });
});
