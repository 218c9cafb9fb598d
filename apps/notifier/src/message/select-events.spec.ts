import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { growthOf } from '@weather/service-runtime/testing';
import type { GroupToTell, TellableEvent } from '@weather/weather-store';
import { end, episode, event, group } from './sample-events.ts';
import { selectEvents } from './select-events.ts';

const MANY = 100;

/** Tells a group until nothing waits; what each message told. */
function tellAll(waiting: readonly TellableEvent[], maxAlerts: number): TellableEvent[][] {
  const messages: TellableEvent[][] = [];
  let left = [...waiting];
  let firing: TellableEvent[] = [];
  while (left.length > 0) {
    const { news } = selectEvents(group({ waiting: left.slice(0, maxAlerts), firing }), maxAlerts);
    messages.push([...news]);
    left = left.filter((candidate) => !news.includes(candidate));
    firing = [...firing, ...news.filter((told) => told.event === 'firing')];
  }
  return messages;
}

describe('selectEvents', () => {
  it('takes work in proportion to the events that are no episodes any more', () => {
    const gone = (count: number) => {
      const stations = Array.from({ length: count }, (_, station) => `s${station}`);
      const firing = stations.map((station) => event(station, { episode: undefined }));
      const waiting = stations.map((station) => event(station));
      return () => void selectEvents(group({ firing, waiting }), count);
    };
    expect(growthOf(gone, MANY)).toBeLessThan(2.2);
  });

  it('takes what is new in its order, and what still fires beside it', () => {
    const waiting = [event('b'), end('a')];
    const firing = [event('c'), event('d', { episode: episode({ isAcknowledged: true }) })];
    const { news, standing, truncated } = selectEvents(group({ waiting, firing }), MANY);
    expect(news).toEqual(waiting);
    expect(standing).toEqual([firing[0]]);
    expect(truncated).toBe(0);
  });

  it('ends before a station comes a second time, so that no end overtakes its beginning', () => {
    const waiting = [event('a'), event('b'), end('a'), event('c')];
    expect(selectEvents(group({ waiting }), MANY).news).toEqual(waiting.slice(0, 2));
  });

  it('cuts off what still fires when there is no room, and says how much', () => {
    const firing = ['c', 'd', 'e'].map((station) => event(station));
    const { news, standing, truncated } = selectEvents(
      group({ waiting: [event('a'), event('b')], firing }),
      3,
    );
    expect([news.length, standing.length, truncated]).toEqual([2, 1, 2]);
  });

  it('withdraws what was told as firing and is no episode any more', () => {
    const firing = [
      event('a', { episode: undefined }),
      event('b', { episode: episode({ state: 'pending' }) }),
      event('c'),
    ];
    expect(selectEvents(group({ firing }), MANY).withdrawn).toEqual(firing.slice(0, 2));
  });

  it('does not withdraw an alert that fires under another beginning', () => {
    const gone = event('a', { episode: undefined });
    const { withdrawn, obsolete } = selectEvents(group({ waiting: [event('a')], firing: [gone] }), MANY);
    expect(withdrawn).toEqual([]);
    expect(obsolete).toEqual([gone]);
  });

  it('does not tell a beginning that is no episode any more', () => {
    const gone = event('a', { episode: undefined });
    const { news, obsolete } = selectEvents(group({ waiting: [gone, event('b')] }), MANY);
    expect(news.map(({ station }) => station)).toEqual(['b']);
    expect(obsolete).toEqual([gone]);
  });

  it('leaves an episode that is over to the event that says so', () => {
    const over = event('a', { episode: episode({ state: 'resolved' }) });
    const selected = selectEvents(group({ firing: [over] }), MANY);
    expect(selected).toEqual({ news: [], withdrawn: [], standing: [], truncated: 0, obsolete: [] });
  });

  const histories = fc
    .array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.boolean()), { minLength: 1, maxLength: 40 })
    .map((moves) => moves.map(([station, isEnd]) => (isEnd ? end(station) : event(station))));

  it('tells everything once and each station in order, at most so many at once, whatever waits', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 1, max: 6 }), (waiting, maxAlerts) => {
        const messages = tellAll(waiting, maxAlerts);
        expect(messages.flat()).toEqual(waiting);
        expect(Math.max(...messages.map(({ length }) => length))).toBeLessThanOrEqual(maxAlerts);
        for (const news of messages)
          expect(new Set(news.map(({ station }) => station)).size).toBe(news.length);
      }),
    );
  });

  it('never has more alerts than allowed, and counts those that it leaves out', () => {
    const sizes = fc.tuple(fc.nat({ max: 20 }), fc.nat({ max: 20 }), fc.integer({ min: 1, max: 10 }));
    fc.assert(
      fc.property(sizes, ([newOnes, firingOnes, maxAlerts]) => {
        const given: GroupToTell = group({
          waiting: Array.from({ length: newOnes }, (_, index) => event(`n${index}`)),
          firing: Array.from({ length: firingOnes }, (_, index) => event(`f${index}`)),
        });
        const { news, standing, truncated } = selectEvents(given, maxAlerts);
        expect(news.length + standing.length).toBe(Math.min(maxAlerts, newOnes + firingOnes));
        expect(standing.length + truncated).toBe(firingOnes);
      }),
    );
  });
});
