import { describe, expect, it } from '@jest/globals';
import { parseIdentity } from './pid-file.ts';

describe('parseIdentity', () => {
  it('reads what was written', () => {
    expect(parseIdentity('{"pid":7,"startedAt":"boot 99"}')).toEqual({ pid: 7, startedAt: 'boot 99' });
  });

  it.each(['', '{"pid":7', '{"pid":"7","startedAt":"x"}', '{"pid":7}', 'null'])('passes over %j', (text) => {
    expect(parseIdentity(text)).toBeUndefined();
  });
});
