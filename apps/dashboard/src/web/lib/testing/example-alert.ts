import type { Alert } from '../../../contract/alerts.ts';

/** An alert that fires, for tests. */
export const ALERT: Alert = {
  station: 'paris',
  rule: 'heat',
  severity: 'warning',
  state: 'firing',
  startedAt: '2026-07-01T12:00:00.000Z',
  firedAt: '2026-07-01T12:10:00.000Z',
  resolvedAt: null,
  peakValue: 33,
  peakAt: '2026-07-01T12:30:00.000Z',
  readings: 12,
  acknowledgedBy: null,
  acknowledgedAt: null,
};
