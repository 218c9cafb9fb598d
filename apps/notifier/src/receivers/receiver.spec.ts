import { describe, expect, it } from '@jest/globals';
import { findRoutes, type Receiver } from './receiver.ts';

const EVERYTHING: Receiver = {
  name: 'all',
  channel: { target: 'nowhere', deliver: () => Promise.resolve({ kind: 'delivered' }) },
  severities: ['*'],
  rules: ['*'],
  stations: ['*'],
  groupWaitMs: 1,
  groupIntervalMs: 2,
  repeatMs: 3,
  timeoutMs: 4,
  maxAlerts: 5,
};
const ALERT = { rule: 'heat-index', severity: 'critical', station: 'paris-1' };

function selectReceivers(...receivers: Partial<Receiver>[]): string[] {
  return findRoutes(
    ALERT,
    receivers.map((changes) => ({ ...EVERYTHING, ...changes })),
  ).map(({ receiver }) => receiver);
}

describe('findRoutes', () => {
  it('selects every receiver whose patterns match, with its intervals', () => {
    expect(findRoutes(ALERT, [EVERYTHING])).toEqual([
      { receiver: 'all', groupWaitMs: 1, groupIntervalMs: 2 },
    ]);
    expect(selectReceivers({ name: 'a' }, { name: 'b', stations: ['paris-*'] })).toEqual(['a', 'b']);
  });

  it.each<[string, Partial<Receiver>]>([
    ['severity', { severities: ['warning'] }],
    ['rule', { rules: ['cold', 'heat'] }],
    ['station', { stations: ['london-*'] }],
  ])('leaves out a receiver whose patterns do not match the %s', (_name, changes) => {
    expect(selectReceivers(changes)).toEqual([]);
  });
});
