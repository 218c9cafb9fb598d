import { describe, expect, it } from '@jest/globals';
import { lastLines } from './log-file.ts';

describe('lastLines', () => {
  it('keeps the end', () => {
    expect(lastLines('one\ntwo\nthree\n', 2)).toBe('two\nthree');
  });

  it('keeps all of a short text', () => {
    expect(lastLines('one\n', 2)).toBe('one');
  });
});
