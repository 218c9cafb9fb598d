import { describe, expect, it } from '@jest/globals';
import { parseIsoInstant } from './iso-instant.ts';

describe('parseIsoInstant', () => {
  it.each([
    ['2013-01-01T06:00:00Z', '2013-01-01T06:00:00.000Z'],
    ['2013-01-01T06:00Z', '2013-01-01T06:00:00.000Z'],
    ['2013-01-01T06:00:00.125-05:00', '2013-01-01T11:00:00.125Z'],
    ['2013-07-01T00:30:00+0200', '2013-06-30T22:30:00.000Z'],
  ])('reads %s', (text, iso) => {
    expect(new Date(parseIsoInstant(text)).toISOString()).toBe(iso);
  });

  it.each(['2013-01-01T06:00:00', '2013-01-01', '2013-02-30T00:00:00Z', '01/02/2013 06:00Z', 'now', ''])(
    'refuses "%s"',
    (text) => {
      expect(parseIsoInstant(text)).toBeNaN();
    },
  );
});
