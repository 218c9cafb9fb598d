import { describe, expect, it } from '@jest/globals';
import type { ListedEpisode } from '@weather/weather-store';
import { formatAcknowledgement } from './format-acknowledgement.ts';

const NOON = Date.UTC(2026, 6, 1, 12);
const target = { stationId: 'EWR', rule: 'heat', startedAt: undefined };
const episode: ListedEpisode = {
  ...target,
  severity: 'warning',
  state: 'firing',
  startedAt: NOON,
  firedAt: NOON,
  resolvedAt: undefined,
  peakValue: 31,
  peakAt: NOON,
  readingCount: 1,
  acknowledgement: undefined,
};

describe('formatAcknowledgement', () => {
  it('says which episode was acknowledged', () => {
    expect(formatAcknowledgement({ kind: 'acknowledged', episode }, target, 'Eve')).toBe(
      'Eve has acknowledged heat at EWR, firing, which began at 2026-07-01T12:00:00.000Z\n',
    );
  });

  it('says who was first, without control characters', () => {
    const acknowledgement = { by: 'Bob\u0007', at: NOON + 1 };
    expect(formatAcknowledgement({ kind: 'already', episode, acknowledgement }, target, 'Eve')).toBe(
      'Bob\\u0007 acknowledged heat at EWR, firing, which began at 2026-07-01T12:00:00.000Z, at 2026-07-01T12:00:00.001Z already\n',
    );
  });

  it.each([
    [undefined, /^there is no open episode of heat at EWR: weather alerts list --station EWR/],
    [NOON, /^there is no episode of heat at EWR that began at 2026-07-01T12:00:00.000Z: /],
  ])('says that there is none and where to look', (startedAt, message) => {
    expect(formatAcknowledgement({ kind: 'none' }, { ...target, startedAt }, 'Eve')).toMatch(message);
  });
});
