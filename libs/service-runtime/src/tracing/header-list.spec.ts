import { describe, expect, it } from '@jest/globals';
import { parseHeaderList } from './header-list.ts';

describe('parseHeaderList', () => {
  it('reads names and values', () => {
    expect(parseHeaderList('authorization=Bearer a=b, x-tenant = weather%2C%20north')).toEqual({
      authorization: 'Bearer a=b',
      'x-tenant': 'weather, north',
    });
  });

  it.each(['', 'name', '=value', 'a name=value', 'name=%E0%A4%A', 'name=line%0Abreak', 'one=1,,two=2'])(
    'takes %j for no list',
    (text) => {
      expect(parseHeaderList(text)).toBeUndefined();
    },
  );
});
