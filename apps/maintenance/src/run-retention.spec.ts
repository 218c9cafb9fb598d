import { describe, expect, it } from '@jest/globals';
import { retentionCutoff } from './run-retention.ts';

describe('retentionCutoff', () => {
  it('is the beginning of a day, and no younger reading is before it', () => {
    const noon = Date.UTC(2026, 6, 10, 12);
    expect(retentionCutoff(noon, 2)).toBe(Date.UTC(2026, 6, 8));
    expect(retentionCutoff(Date.UTC(2026, 6, 10), 2)).toBe(Date.UTC(2026, 6, 8));
  });
});
