import { describe, expect, it } from '@jest/globals';
import { isNetwork } from './networks-from-env.ts';

describe('isNetwork', () => {
  it.each(['127.0.0.1', '127.0.0.0/8', '::1', 'fe80::/10'])('knows %s', (text) => {
    expect(isNetwork(text)).toBe(true);
  });

  it.each(['', 'localhost', '127.0.0.0/33', '::1/129', '127.0.0.0/', '127.0.0.0/8/8', '127.0.0.0/-1'])(
    'refuses %j',
    (text) => {
      expect(isNetwork(text)).toBe(false);
    },
  );
});
