import { describe, expect, it } from '@jest/globals';
import { environmentFolder, parseResult } from './run-python.ts';

describe('environmentFolder', () => {
  it('depends on the packages', () => {
    expect(environmentFolder('a==1\n')).toMatch(/^python-[0-9a-f]{12}$/);
    expect(environmentFolder('a==1\n')).not.toBe(environmentFolder('a==2\n'));
  });
});

describe('parseResult', () => {
  it('reads what a consumer has stored', () => {
    expect(parseResult('{"event": "ended", "messages": 15000, "rows": 2504}')).toEqual({
      messages: 15_000,
      rows: 2_504,
    });
  });

  it('counts no rows for a producer', () => {
    expect(parseResult('{"event": "ended", "messages": 3000}')).toEqual({ messages: 3_000, rows: 0 });
  });
});
