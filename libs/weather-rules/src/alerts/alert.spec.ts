import { describe, expect, it } from '@jest/globals';
import { ALERT_TRANSITIONS, transition, type AlertDraft, type AlertState } from './alert.ts';

const STATES = Object.keys(ALERT_TRANSITIONS) as AlertState[];
const LEGAL = ['pending firing', 'pending dropped', 'firing resolved'];

const episodeIn = (state: AlertState): AlertDraft => ({
  rule: 'heat',
  stationId: 'roof',
  severity: 'warning',
  state,
  startedAt: 1,
  peakValue: 31,
  peakAt: 1,
  readingCount: 1,
});

describe('transition', () => {
  it.each(STATES.flatMap((from) => STATES.map((to) => [from, to] as const)))('from %s to %s', (from, to) => {
    const alert = episodeIn(from);
    if (LEGAL.includes(`${from} ${to}`)) {
      transition(alert, to, 5);
      expect(alert.state).toBe(to);
    } else {
      expect(() => transition(alert, to, 5)).toThrow(`An alert of heat cannot go from ${from} to ${to}`);
      expect(alert).toEqual(episodeIn(from));
    }
  });

  it('records when an alert fired and when it was resolved', () => {
    const alert = episodeIn('pending');
    transition(alert, 'firing', 5);
    transition(alert, 'resolved', 9);
    expect(alert).toMatchObject({ firedAt: 5, resolvedAt: 9 });
  });
});
