import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { measureGrowth } from '@weather/service-runtime/testing';
import type { DueGroup } from '@weather/weather-store/notifications';
import { end, alert, event, group } from '../testing/sample-events.ts';
import { selectEvents } from './select-events.ts';

const MANY = 100;

describe('selectEvents', () => {
  it('needs time proportional to the number of events whose alert is gone', () => {
    const gone = (count: number) => {
      const stations = Array.from({ length: count }, (_, station) => `s${station}`);
      const firing = stations.map((station) => event(station, { alert: undefined }));
      const waiting = stations.map((station) => event(station));
      return () => void selectEvents(group({ firing, waiting }), count);
    };
    expect(measureGrowth(gone, MANY)).toBeLessThan(2.2);
  });

  it('selects new events in order, and beside them what is still firing', () => {
    const waiting = [event('b'), end('a')];
    const over = event('a', { alert: waiting[1]?.alert });
    const firing = [over, event('c'), event('d', { alert: alert({ isAcknowledged: true }) })];
    const selected = selectEvents(group({ waiting, firing }), MANY);
    expect(selected.new).toEqual(waiting);
    expect(selected.stillFiring).toEqual([firing[1]]);
    expect(selected.truncated).toBe(0);
    expect(selected.closed).toEqual([over]);
  });

  it('stops before a station appears twice, so that no end overtakes its start', () => {
    const waiting = [event('a'), event('b'), end('a'), event('c')];
    expect(selectEvents(group({ waiting }), MANY).new).toEqual(waiting.slice(0, 2));
  });

  it('truncates what is still firing when there is no room, and counts it', () => {
    const firing = ['c', 'd', 'e'].map((station) => event(station));
    const selected = selectEvents(group({ waiting: [event('a'), event('b')], firing }), 3);
    expect([selected.new.length, selected.stillFiring.length, selected.truncated]).toEqual([2, 1, 2]);
  });

  it('retracts what was published as firing and is gone or pending now', () => {
    const firing = [
      event('a', { alert: undefined }),
      event('b', { alert: alert({ state: 'pending' }) }),
      event('c'),
    ];
    expect(selectEvents(group({ firing }), MANY).retracted).toEqual(firing.slice(0, 2));
  });

  it('does not retract an alert that fires with another start', () => {
    const gone = event('a', { alert: undefined });
    const waiting = [event('a', { startedAt: gone.startedAt + 1 })];
    const { retracted, closed } = selectEvents(group({ waiting, firing: [gone] }), MANY);
    expect(retracted).toEqual([]);
    expect(closed).toEqual([gone]);
  });

  it('suppresses the start of an alert that is gone', () => {
    const gone = event('a', { alert: undefined });
    const selected = selectEvents(group({ waiting: [gone, event('b')] }), MANY);
    expect(selected.new.map(({ station }) => station)).toEqual(['b']);
    expect(selected.suppressed).toEqual([gone]);
  });

  it('suppresses the end of what was not published, and of what fires again', () => {
    const waiting = [end('a'), end('b', { alert: alert() })];
    const selected = selectEvents(group({ waiting, firing: [event('b')] }), MANY);
    expect(selected.new).toEqual([]);
    expect(selected.suppressed).toEqual(waiting);
  });

  it('suppresses an older resolved alert while a newer one fires, and one that was published', () => {
    const over = alert({ state: 'resolved' });
    const waiting = [
      event('a', { startedAt: 1, alert: over }),
      event('b', { alert: over, wasPublished: true }),
    ];
    const selected = selectEvents(group({ waiting, firing: [event('a')] }), MANY);
    expect(selected.new).toEqual([]);
    expect(selected.suppressed).toEqual(waiting);
  });

  it('keeps a published alert that is gone while another one fires that is published later', () => {
    const gone = event('a', { alert: undefined, anotherFiring: true });
    const waiting = [end('a', { alert: undefined })];
    const selected = selectEvents(group({ waiting, firing: [gone] }), MANY);
    expect(selected).toMatchObject({ new: [], retracted: [], closed: [], suppressed: waiting });
  });

  it('has more when not all that is retracted has room', () => {
    const firing = ['a', 'b', 'c'].map((station) => event(station, { alert: undefined }));
    expect(selectEvents(group({ firing }), 2)).toMatchObject({
      retracted: firing.slice(0, 2),
      hasMore: true,
    });
  });

  it('never selects more alerts than allowed, and counts those left out', () => {
    const sizes = fc.tuple(fc.nat({ max: 20 }), fc.nat({ max: 20 }), fc.integer({ min: 1, max: 10 }));
    fc.assert(
      fc.property(sizes, ([newOnes, firingOnes, maxAlerts]) => {
        const due: DueGroup = group({
          waiting: Array.from({ length: newOnes }, (_, index) => event(`n${index}`)),
          firing: Array.from({ length: firingOnes }, (_, index) => event(`f${index}`)),
        });
        const selected = selectEvents(due, maxAlerts);
        const { stillFiring, truncated } = selected;
        expect(selected.new.length + stillFiring.length).toBe(Math.min(maxAlerts, newOnes + firingOnes));
        expect(stillFiring.length + truncated).toBe(firingOnes);
      }),
    );
  });
});
