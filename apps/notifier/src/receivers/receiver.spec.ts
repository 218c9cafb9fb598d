import { describe, expect, it } from '@jest/globals';
import { routesOf, type Receiver } from './receiver.ts';

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
const EVENT = { rule: 'heat-index', severity: 'critical', station: 'paris-1', event: 'firing' } as const;

function receiversOf(...receivers: Partial<Receiver>[]): string[] {
  return routesOf(
    EVENT,
    receivers.map((changes) => ({ ...EVERYTHING, ...changes })),
  ).map(({ receiver }) => receiver);
}

describe('routesOf', () => {
  it('tells every receiver whose patterns fit, with its own pace', () => {
    expect(routesOf(EVENT, [EVERYTHING])).toEqual([{ receiver: 'all', groupWaitMs: 1, groupIntervalMs: 2 }]);
    expect(receiversOf({ name: 'a' }, { name: 'b', stations: ['paris-*'] })).toEqual(['a', 'b']);
  });

  it.each<[string, Partial<Receiver>]>([
    ['severity', { severities: ['warning'] }],
    ['rule', { rules: ['cold', 'heat'] }],
    ['station', { stations: ['london-*'] }],
  ])('leaves out a receiver that does not want the %s', (_name, changes) => {
    expect(receiversOf(changes)).toEqual([]);
  });
});
