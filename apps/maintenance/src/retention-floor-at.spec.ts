import { describe, expect, it } from '@jest/globals';
import { retentionFloorAt } from './retention-floor-at.ts';

describe('retentionFloorAt', () => {
  it('is the beginning of a day, and nothing that is younger lies before it', () => {
    const noon = Date.UTC(2026, 6, 10, 12);
    expect(retentionFloorAt(noon, 2)).toBe(Date.UTC(2026, 6, 8));
    expect(retentionFloorAt(Date.UTC(2026, 6, 10), 2)).toBe(Date.UTC(2026, 6, 8));
  });
});
