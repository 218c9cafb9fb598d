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
      const sentAsFiring = stations.map((station) => event(station, { alert: undefined }));
      const waiting = stations.map((station) => event(station));
      return () => void selectEvents(group({ sentAsFiring, waiting }), count);
    };
    expect(measureGrowth(gone, MANY)).toBeLessThan(2.2);
  });

  it('selects new events in order, and beside them what is still firing', () => {
    const waiting = [event('b'), end('a')];
    const over = event('a', { alert: waiting[1]?.alert });
    const sentAsFiring = [over, event('c'), event('d', { alert: alert({ isAcknowledged: true }) })];
    const selected = selectEvents(group({ waiting, sentAsFiring }), MANY);
    expect(selected.new).toEqual(waiting);
    expect(selected.stillFiring).toEqual([sentAsFiring[1]]);
    expect(selected.truncated).toBe(0);
    expect(selected.closed).toEqual([over]);
  });

  it('stops before a station appears twice, so that no end overtakes its start', () => {
    const waiting = [event('a'), event('b'), end('a'), event('c')];
    expect(selectEvents(group({ waiting }), MANY).new).toEqual(waiting.slice(0, 2));
  });

  it('truncates what is still firing when there is no room, and counts it', () => {
    const sentAsFiring = ['c', 'd', 'e'].map((station) => event(station));
    const selected = selectEvents(group({ waiting: [event('a'), event('b')], sentAsFiring }), 3);
    expect([selected.new.length, selected.stillFiring.length, selected.truncated]).toEqual([2, 1, 2]);
  });

  it('retracts what was sent as firing and is gone or pending now', () => {
    const sentAsFiring = [
      event('a', { alert: undefined }),
      event('b', { alert: alert({ state: 'pending' }) }),
      event('c'),
    ];
    expect(selectEvents(group({ sentAsFiring }), MANY).retracted).toEqual(sentAsFiring.slice(0, 2));
  });

  it('does not retract an alert that fires with another start', () => {
    const gone = event('a', { alert: undefined });
    const waiting = [event('a', { startedAt: gone.startedAt + 1 })];
    const { retracted, closed } = selectEvents(group({ waiting, sentAsFiring: [gone] }), MANY);
    expect(retracted).toEqual([]);
    expect(closed).toEqual([gone]);
  });

  it('suppresses the start of an alert that is gone', () => {
    const gone = event('a', { alert: undefined });
    const selected = selectEvents(group({ waiting: [gone, event('b')] }), MANY);
    expect(selected.new.map(({ stationId }) => stationId)).toEqual(['b']);
    expect(selected.suppressed).toEqual([gone]);
  });

  it('suppresses the end of what was not sent, and of what fires again', () => {
    const waiting = [end('a'), end('b', { alert: alert() })];
    const selected = selectEvents(group({ waiting, sentAsFiring: [event('b')] }), MANY);
    expect(selected.new).toEqual([]);
    expect(selected.suppressed).toEqual(waiting);
  });

  it('suppresses an older resolved alert while a newer one fires, and one that was sent', () => {
    const over = alert({ state: 'resolved' });
    const waiting = [event('a', { startedAt: 1, alert: over }), event('b', { alert: over, wasSent: true })];
    const selected = selectEvents(group({ waiting, sentAsFiring: [event('a')] }), MANY);
    expect(selected.new).toEqual([]);
    expect(selected.suppressed).toEqual(waiting);
  });

  it('keeps a sent alert that is gone while another one fires that is sent later', () => {
    const gone = event('a', { alert: undefined, anotherFiring: true });
    const waiting = [end('a', { alert: undefined })];
    const selected = selectEvents(group({ waiting, sentAsFiring: [gone] }), MANY);
    expect(selected).toMatchObject({ new: [], retracted: [], closed: [], suppressed: waiting });
  });

  it('has more when not all that is retracted has room', () => {
    const sentAsFiring = ['a', 'b', 'c'].map((station) => event(station, { alert: undefined }));
    expect(selectEvents(group({ sentAsFiring }), 2)).toMatchObject({
      retracted: sentAsFiring.slice(0, 2),
      hasMore: true,
    });
  });

  it('never selects more alerts than allowed, and counts those left out', () => {
    const sizes = fc.tuple(fc.nat({ max: 20 }), fc.nat({ max: 20 }), fc.integer({ min: 1, max: 10 }));
    fc.assert(
      fc.property(sizes, ([newOnes, firingOnes, maxAlerts]) => {
        const due: DueGroup = group({
          waiting: Array.from({ length: newOnes }, (_, index) => event(`n${index}`)),
          sentAsFiring: Array.from({ length: firingOnes }, (_, index) => event(`f${index}`)),
        });
        const selected = selectEvents(due, maxAlerts);
        const { stillFiring, truncated } = selected;
        expect(selected.new.length + stillFiring.length).toBe(Math.min(maxAlerts, newOnes + firingOnes));
        expect(stillFiring.length + truncated).toBe(firingOnes);
      }),
    );
  });
});
