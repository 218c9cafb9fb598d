import { describe, expect, it } from '@jest/globals';
import { parseEnded } from './run-python.ts';

describe('parseEnded', () => {
  it('reads what a consumer has stored', () => {
    expect(parseEnded('{"event": "ended", "messages": 15000, "rows": 2504}')).toEqual({
      messages: 15_000,
      rows: 2_504,
    });
  });

  it('counts no rows for a producer', () => {
    expect(parseEnded('{"event": "ended", "messages": 3000}')).toEqual({ messages: 3_000, rows: 0 });
  });
});
