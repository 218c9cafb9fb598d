import { describe, expect, it } from '@jest/globals';
import type { DueGroup } from '@weather/weather-store/notifications';
import { draftNotification } from './draft-notification.ts';
import { end, alert, event, group, over } from '../testing/sample-events.ts';
import type { WebhookMessage } from './webhook-message.ts';

const OPTIONS = { receiver: 'ops', externalUrl: '', maxAlerts: 10 };

function draftMessage(due: DueGroup, options = OPTIONS): WebhookMessage {
  return JSON.parse(draftNotification(due, options).body ?? 'null') as WebhookMessage;
}

describe('draftNotification', () => {
  it('writes the message that Alertmanager would', () => {
    const waiting = [event('roof', { city: 'Paris' })];
    const labels = { alertname: 'heat', city: 'Paris', severity: 'critical', station: 'roof' };
    const annotations = {
      summary: 'Paris (roof): heat since 2026-07-01 12:00 UTC, peak 31.4',
      value: '31.4',
      peak: '31.4 at 2026-07-01 13:00 UTC',
    };
    expect(draftMessage(group({ waiting }))).toEqual({
      receiver: 'ops',
      status: 'firing',
      alerts: [
        {
          status: 'firing',
          labels,
          annotations,
          startsAt: '2026-07-01T12:00:00.000Z',
          endsAt: '0001-01-01T00:00:00Z',
          generatorURL: '',
          fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
        },
      ],
      groupLabels: { alertname: 'heat', severity: 'critical' },
      commonLabels: labels,
      commonAnnotations: annotations,
      externalURL: '',
      version: '4',
      groupKey: '{}:{alertname="heat", severity="critical"}',
      truncatedAlerts: 0,
    });
  });

  it('sends an end with its time and the fingerprint of its start', () => {
    const [start] = draftMessage(group({ waiting: [event('roof')] })).alerts;
    const ended = draftMessage(group({ waiting: [end('roof')], sentAsFiring: [over('roof')] }));
    expect(ended.status).toBe('resolved');
    expect(ended.alerts).toEqual([
      expect.objectContaining({
        status: 'resolved',
        endsAt: '2026-07-01T14:00:00.000Z',
        fingerprint: start?.fingerprint,
        startsAt: start?.startsAt,
      }),
    ]);
  });

  it('has the status firing while one alert fires, and in common only what all alerts have', () => {
    const { status, commonLabels, commonAnnotations } = draftMessage(
      group({ waiting: [end('a')], sentAsFiring: [over('a'), event('b')] }),
    );
    expect(status).toBe('firing');
    expect(commonLabels).toEqual({ alertname: 'heat', severity: 'critical' });
    expect(commonAnnotations).toEqual({ value: '31.4', peak: '31.4 at 2026-07-01 13:00 UTC' });
  });

  it('links to the configured page', () => {
    const options = { ...OPTIONS, externalUrl: 'https://weather.example/alerts?a=b' };
    const { externalURL, alerts } = draftMessage(group({ waiting: [event('roof')] }), options);
    expect(externalURL).toBe('https://weather.example/alerts?a=b');
    expect(alerts[0]?.generatorURL).toBe(
      'https://weather.example/alerts?a=b&rule=heat&station=roof&startedAt=2026-07-01T12%3A00%3A00.000Z',
    );
  });

  it('has no value for an alert without one', () => {
    const silent = event('roof', { alert: alert({ peakValue: null, peakAt: null }) });
    expect(Object.keys(draftMessage(group({ waiting: [silent] })).alerts[0]?.annotations ?? {})).toEqual([
      'summary',
    ]);
  });

  it('assigns a state to each event', () => {
    const waiting = [event('a'), end('b'), event('c', { alert: undefined })];
    const sentAsFiring = [over('b'), event('d', { alert: undefined }), event('e')];
    const draft = draftNotification(group({ waiting, sentAsFiring }), OPTIONS);
    expect(draft.newlyFiring).toMatchObject([{ id: waiting[0]?.id, city: null }]);
    expect(draft.done).toEqual([waiting[1]?.id, sentAsFiring[1]?.id, sentAsFiring[0]?.id]);
    expect(draft.discarded).toEqual([waiting[2]?.id]);
  });

  it('repeats what is still firing when the repeat interval is over, unless it is acknowledged', () => {
    const acknowledged = event('b', { alert: alert({ isAcknowledged: true }) });
    const sentAsFiring = [event('a'), acknowledged];
    expect(draftNotification(group({ sentAsFiring }), OPTIONS).body).toBeUndefined();
    const repeated = draftMessage(group({ sentAsFiring, isRepeat: true }));
    expect(repeated.alerts.map(({ labels }) => labels['station'])).toEqual(['a']);
    expect(
      draftNotification(group({ sentAsFiring: [acknowledged], isRepeat: true }), OPTIONS).body,
    ).toBeUndefined();
  });

  it('sends what is retracted as resolved now', () => {
    const { alerts } = draftMessage(group({ sentAsFiring: [event('a', { alert: undefined })] }));
    expect(alerts).toEqual([
      expect.objectContaining({ status: 'resolved', endsAt: '2026-07-01T15:00:00.000Z' }),
    ]);
  });

  it('sends what is resolved without an event with its own end', () => {
    const { alerts } = draftMessage(group({ sentAsFiring: [over('a')] }));
    expect(alerts).toEqual([
      expect.objectContaining({ status: 'resolved', endsAt: '2026-07-01T14:00:00.000Z' }),
    ]);
  });

  it('counts the alerts that have no room', () => {
    const sentAsFiring = ['b', 'c', 'd'].map((station) => event(station));
    const { alerts, truncatedAlerts } = draftMessage(group({ waiting: [event('a')], sentAsFiring }), {
      ...OPTIONS,
      maxAlerts: 2,
    });
    expect([alerts.length, truncatedAlerts]).toEqual([2, 2]);
  });
});
