import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { measureGrowth } from '@weather/service-runtime/testing';
import type { GroupToTell } from '@weather/weather-store/notifications';
import { end, episode, event, group } from './sample-events.ts';
import { selectEvents } from './select-events.ts';

const MANY = 100;

describe('selectEvents', () => {
  it('takes work in proportion to the events that are no episodes any more', () => {
    const gone = (count: number) => {
      const stations = Array.from({ length: count }, (_, station) => `s${station}`);
      const firing = stations.map((station) => event(station, { episode: undefined }));
      const waiting = stations.map((station) => event(station));
      return () => void selectEvents(group({ firing, waiting }), count);
    };
    expect(measureGrowth(gone, MANY)).toBeLessThan(2.2);
  });

  it('takes what is new in its order, and what still fires beside it', () => {
    const waiting = [event('b'), end('a')];
    const over = event('a', { episode: waiting[1]?.episode });
    const firing = [over, event('c'), event('d', { episode: episode({ isAcknowledged: true }) })];
    const selected = selectEvents(group({ waiting, firing }), MANY);
    expect(selected.news).toEqual(waiting);
    expect(selected.standing).toEqual([firing[1]]);
    expect(selected.truncated).toBe(0);
    expect(selected.closed).toEqual([over]);
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
    const waiting = [event('a', { startedAt: gone.startedAt + 1 })];
    const { withdrawn, closed } = selectEvents(group({ waiting, firing: [gone] }), MANY);
    expect(withdrawn).toEqual([]);
    expect(closed).toEqual([gone]);
  });

  it('does not tell a beginning that is no episode any more', () => {
    const gone = event('a', { episode: undefined });
    const { news, void: empty } = selectEvents(group({ waiting: [gone, event('b')] }), MANY);
    expect(news.map(({ station }) => station)).toEqual(['b']);
    expect(empty).toEqual([gone]);
  });

  it('does not tell of the end of what was not told, nor of what fires again', () => {
    const waiting = [end('a'), end('b', { episode: episode() })];
    const selected = selectEvents(group({ waiting, firing: [event('b')] }), MANY);
    expect(selected.news).toEqual([]);
    expect(selected.void).toEqual(waiting);
  });

  it('does not tell of an older episode that is over when a newer one fires, nor again of one that was told', () => {
    const over = episode({ state: 'resolved' });
    const waiting = [
      event('a', { startedAt: 1, episode: over }),
      event('b', { episode: over, wasTold: true }),
    ];
    const selected = selectEvents(group({ waiting, firing: [event('a')] }), MANY);
    expect(selected.news).toEqual([]);
    expect(selected.void).toEqual(waiting);
  });

  it('keeps an alert whose episode is gone as long as another one fires that is told later', () => {
    const gone = event('a', { episode: undefined, anotherFires: true });
    const waiting = [end('a', { episode: undefined })];
    const selected = selectEvents(group({ waiting, firing: [gone] }), MANY);
    expect(selected).toMatchObject({ news: [], withdrawn: [], closed: [], void: waiting });
  });

  it('says that there is more when what is withdrawn has no room', () => {
    const firing = ['a', 'b', 'c'].map((station) => event(station, { episode: undefined }));
    expect(selectEvents(group({ firing }), 2)).toMatchObject({
      withdrawn: firing.slice(0, 2),
      hasMore: true,
    });
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
