import { describe, expect, it } from '@jest/globals';
import { MS_PER_MINUTE } from '@weather/weather-schema';
import type { ListedAlert } from '@weather/weather-store';
import { alertJson, formatAcknowledgement, formatAlert } from './format-alert.ts';

const NOON = Date.UTC(2026, 6, 1, 12);

const alert: ListedAlert = {
  stationId: 'EWR',
  rule: 'dangerous-heat',
  severity: 'critical',
  state: 'firing',
  startedAt: NOON,
  firedAt: NOON + 10 * MS_PER_MINUTE,
  resolvedAt: undefined,
  peakValue: 41.123456789,
  peakAt: NOON + 20 * MS_PER_MINUTE,
  readingCount: 31,
  acknowledgement: { by: 'Eve', at: NOON + 30 * MS_PER_MINUTE },
};

describe('formatAlert', () => {
  it('shows rule, station, state, peak and acknowledgement', () => {
    expect(formatAlert(alert).split('\n')).toEqual([
      '2026-07-01T12:00:00.000Z  dangerous-heat at EWR  critical  firing since 2026-07-01T12:10:00.000Z',
      '  peak          41.123 at 2026-07-01T12:20:00.000Z, 31 readings',
      '  acknowledged  by Eve at 2026-07-01T12:30:00.000Z',
      '',
    ]);
  });

  it('shows when the alert was resolved, and that nobody has acknowledged it', () => {
    const resolved = {
      ...alert,
      state: 'resolved',
      resolvedAt: NOON + 40 * MS_PER_MINUTE,
      acknowledgement: undefined,
    } as const;
    expect(formatAlert(resolved)).toContain('critical  resolved at 2026-07-01T12:40:00.000Z\n');
    expect(formatAlert(resolved)).toContain('acknowledged  no\n');
  });

  it('shows a pending alert without a time, and a single reading in the singular', () => {
    const pending = { ...alert, state: 'pending', firedAt: undefined, readingCount: 1 } as const;
    expect(formatAlert(pending)).toContain('critical  pending\n');
    expect(formatAlert(pending)).toContain(', 1 reading\n');
  });

  it('escapes control characters from the table', () => {
    const text = formatAlert({ ...alert, acknowledgement: { by: 'eve\u001b[2J\u202e\n', at: NOON } });
    expect(text).toContain('by eve\\u001b[2J\\u202e\\u000a at');
  });
});

describe('alertJson', () => {
  it('is one line with every value, null where there is none', () => {
    const line = alertJson({ ...alert, acknowledgement: undefined });
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(JSON.parse(line)).toEqual({
      stationId: 'EWR',
      rule: 'dangerous-heat',
      severity: 'critical',
      state: 'firing',
      startedAt: '2026-07-01T12:00:00.000Z',
      firedAt: '2026-07-01T12:10:00.000Z',
      resolvedAt: null,
      peakValue: 41.123456789,
      peakAt: '2026-07-01T12:20:00.000Z',
      readingCount: 31,
      acknowledgedBy: null,
      acknowledgedAt: null,
    });
  });

  it('has who acknowledged the alert and when', () => {
    expect(JSON.parse(alertJson(alert))).toMatchObject({
      acknowledgedBy: 'Eve',
      acknowledgedAt: '2026-07-01T12:30:00.000Z',
    });
  });
});

describe('formatAcknowledgement', () => {
  const target = { stationId: 'EWR', rule: 'dangerous-heat', startedAt: undefined };

  it('names the alert that was acknowledged', () => {
    expect(formatAcknowledgement({ kind: 'acknowledged', alert }, target, 'Eve')).toBe(
      'Eve has acknowledged dangerous-heat at EWR, firing, started at 2026-07-01T12:00:00.000Z\n',
    );
  });

  it('names who was first, without control characters', () => {
    const acknowledgement = { by: 'Bob\u0007', at: NOON + 1 };
    expect(formatAcknowledgement({ kind: 'already', alert, acknowledgement }, target, 'Eve')).toBe(
      'already acknowledged by Bob\\u0007 at 2026-07-01T12:00:00.001Z: dangerous-heat at EWR, firing, started at 2026-07-01T12:00:00.000Z\n',
    );
  });

  it.each([
    [undefined, /^no open alert for dangerous-heat at EWR; weather alerts list --station EWR/],
    [NOON, /^no alert for dangerous-heat at EWR that started at 2026-07-01T12:00:00.000Z; /],
  ])('says that there is no such alert and where to look', (startedAt, message) => {
    expect(formatAcknowledgement({ kind: 'none' }, { ...target, startedAt }, 'Eve')).toMatch(message);
  });
});
