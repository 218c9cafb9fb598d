import { describe, expect, it } from '@jest/globals';
import type { GroupToTell } from '@weather/weather-store/notifications';
import { composeTelling } from './compose-telling.ts';
import { end, episode, event, group, over } from './sample-events.ts';
import type { WebhookMessage } from './webhook-message.ts';

const OPTIONS = { receiver: 'ops', externalUrl: '', maxAlerts: 10 };

function messageOf(given: GroupToTell, options = OPTIONS): WebhookMessage {
  return JSON.parse(composeTelling(given, options).body ?? 'null') as WebhookMessage;
}

describe('composeTelling', () => {
  it('writes the message that Alertmanager would', () => {
    const waiting = [event('roof', { city: 'Paris' })];
    const labels = { alertname: 'heat', city: 'Paris', severity: 'critical', station: 'roof' };
    const annotations = {
      summary: 'heat at roof (Paris) fires, began 2026-07-01T12:00:00.000Z, peak 31.4',
      value: '31.4',
      peak: '31.4 at 2026-07-01T13:00:00.000Z',
    };
    expect(messageOf(group({ waiting }))).toEqual({
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

  it('tells an end with its time and the fingerprint of its beginning', () => {
    const [began] = messageOf(group({ waiting: [event('roof')] })).alerts;
    const ended = messageOf(group({ waiting: [end('roof')], firing: [over('roof')] }));
    expect(ended.status).toBe('resolved');
    expect(ended.alerts).toEqual([
      expect.objectContaining({
        status: 'resolved',
        endsAt: '2026-07-01T14:00:00.000Z',
        fingerprint: began?.fingerprint,
        startsAt: began?.startsAt,
      }),
    ]);
  });

  it('has the status firing as long as one alert fires, and only in common what all have', () => {
    const { status, commonLabels, commonAnnotations } = messageOf(
      group({ waiting: [end('a')], firing: [over('a'), event('b')] }),
    );
    expect(status).toBe('firing');
    expect(commonLabels).toEqual({ alertname: 'heat', severity: 'critical' });
    expect(commonAnnotations).toEqual({ value: '31.4', peak: '31.4 at 2026-07-01T13:00:00.000Z' });
  });

  it('leads to the page that is configured', () => {
    const options = { ...OPTIONS, externalUrl: 'https://weather.example/alerts?a=b' };
    const { externalURL, alerts } = messageOf(group({ waiting: [event('roof')] }), options);
    expect(externalURL).toBe('https://weather.example/alerts?a=b');
    expect(alerts[0]?.generatorURL).toBe(
      'https://weather.example/alerts?a=b&rule=heat&station=roof&startedAt=2026-07-01T12%3A00%3A00.000Z',
    );
  });

  it('has no value for an episode without one', () => {
    const silent = event('roof', { episode: episode({ peakValue: null, peakAt: null }) });
    expect(Object.keys(messageOf(group({ waiting: [silent] })).alerts[0]?.annotations ?? {})).toEqual([
      'summary',
    ]);
  });

  it('says what became of each event', () => {
    const waiting = [event('a'), end('b'), event('c', { episode: undefined })];
    const firing = [over('b'), event('d', { episode: undefined }), event('e')];
    const telling = composeTelling(group({ waiting, firing }), OPTIONS);
    expect(telling.firing).toMatchObject([{ id: waiting[0]?.id, city: null }]);
    expect(telling.done).toEqual([waiting[1]?.id, firing[1]?.id, firing[0]?.id]);
    expect(telling.void).toEqual([waiting[2]?.id]);
  });

  it('repeats what still fires when it is time, unless somebody has acknowledged it', () => {
    const acknowledged = event('b', { episode: episode({ isAcknowledged: true }) });
    const firing = [event('a'), acknowledged];
    expect(composeTelling(group({ firing }), OPTIONS).body).toBeUndefined();
    const repeated = messageOf(group({ firing, isRepeat: true }));
    expect(repeated.alerts.map(({ labels }) => labels['station'])).toEqual(['a']);
    expect(composeTelling(group({ firing: [acknowledged], isRepeat: true }), OPTIONS).body).toBeUndefined();
  });

  it('tells what is withdrawn as over now', () => {
    const { alerts } = messageOf(group({ firing: [event('a', { episode: undefined })] }));
    expect(alerts).toEqual([
      expect.objectContaining({ status: 'resolved', endsAt: '2026-07-01T15:00:00.000Z' }),
    ]);
  });

  it('tells what is over though no event says so, as ended when it did', () => {
    const { alerts } = messageOf(group({ firing: [over('a')] }));
    expect(alerts).toEqual([
      expect.objectContaining({ status: 'resolved', endsAt: '2026-07-01T14:00:00.000Z' }),
    ]);
  });

  it('says how many alerts it has no room for', () => {
    const firing = ['b', 'c', 'd'].map((station) => event(station));
    const { alerts, truncatedAlerts } = messageOf(group({ waiting: [event('a')], firing }), {
      ...OPTIONS,
      maxAlerts: 2,
    });
    expect([alerts.length, truncatedAlerts]).toEqual([2, 2]);
  });
});
