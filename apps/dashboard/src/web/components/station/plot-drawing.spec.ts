import { describe, expect, it } from '@jest/globals';
import { ALERT } from '../../lib/testing/example-alert.ts';
import { alertBands } from './plot-drawing.ts';

const ENDED = { ...ALERT, state: 'resolved' as const, resolvedAt: '2026-07-01T13:00:00.000Z' };
const NOW = Date.parse('2026-07-01T14:00:00.000Z');

describe('alertBands', () => {
  it('extends from the start to the end of an alert', () => {
    expect(alertBands([ENDED], NOW)).toEqual([
      { from: Date.parse(ENDED.startedAt), to: Date.parse('2026-07-01T13:00:00.000Z'), label: '▲ heat' },
    ]);
  });

  it('extends to now while the alert is firing', () => {
    expect(alertBands([ALERT], NOW)[0]?.to).toBe(NOW);
  });

  it('omits alerts that have not fired', () => {
    expect(alertBands([{ ...ALERT, state: 'pending', firedAt: null, resolvedAt: null }], NOW)).toEqual([]);
  });
});
