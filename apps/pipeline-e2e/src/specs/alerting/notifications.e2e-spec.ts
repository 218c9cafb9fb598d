import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
import { expectedSignature, HttpReceiver, acceptMessage } from '../../support/receivers/http-receiver.ts';
import { SECRET, useNotifierTest } from '../../support/receivers/notifier-test.ts';
import { receivedSpans } from '../../support/receivers/otlp-spans.ts';
import { SmtpListener } from '../../support/receivers/smtp-listener.ts';

const test = useNotifierTest();
const { alerts, receiver } = test;

describe('a webhook', () => {
  it('receives one signed message in Alertmanager’s format for alerts that fire together', async () => {
    await test.notifier([test.webhook('ops', { groupWait: '1s' })]);
    await alerts.fire('roof');
    await alerts.fire('cellar');
    const [request] = await receiver.received(1);
    await test.settled();
    expect(receiver.requests).toHaveLength(1);
    expect(request?.message).toMatchObject({
      receiver: 'ops',
      status: 'firing',
      version: '4',
      groupKey: '{}:{alertname="heat", severity="warning"}',
      groupLabels: { alertname: 'heat', severity: 'warning' },
      commonLabels: { alertname: 'heat', severity: 'warning' },
      externalURL: 'https://weather.example/',
      truncatedAlerts: 0,
      alerts: [
        {
          status: 'firing',
          labels: { alertname: 'heat', city: 'Paris', severity: 'warning', station: 'roof' },
          annotations: {
            summary: 'Paris (roof): heat since 2026-07-01 12:00 UTC, peak 31.4',
            value: '31.4',
            peak: '31.4 at 2026-07-01 12:00 UTC',
          },
          startsAt: '2026-07-01T12:00:00.000Z',
          endsAt: '0001-01-01T00:00:00Z',
          fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
        },
        { labels: { alertname: 'heat', severity: 'warning', station: 'cellar' } },
      ],
    });
    expect(request?.headers['content-type']).toBe('application/json');
    expect(request?.headers['x-weather-signature']).toBe(request && expectedSignature(SECRET, request));
    expect(Math.abs(Date.now() / 1000 - Number(request?.headers['x-weather-timestamp']))).toBeLessThan(60);
    expect(request?.headers).not.toHaveProperty('traceparent');
    expect(request?.key).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('receives the span of the attempt if traces are on, and the receiver of traces its outcome', async () => {
    const traces = await HttpReceiver.open();
    const notifier = await test.notifier([test.webhook('ops')], { OTEL_EXPORTER_OTLP_ENDPOINT: traces.url });
    await alerts.fire('roof');
    const [request] = await receiver.received(1);
    await test.settled();
    await notifier.stop();
    const [span] = receivedSpans(traces);
    await traces.close();
    expect(span).toMatchObject({
      service: 'weather-notifier',
      name: 'deliver notification',
      attributes: { 'weather.receiver': 'ops', 'weather.delivery.outcome': 'delivered' },
    });
    expect(request?.headers['traceparent']).toBe(`00-${span?.traceId ?? ''}-${span?.spanId ?? ''}-01`);
  });

  it('receives a resolved notification with the fingerprint of the firing one and another key', async () => {
    await test.notifier([test.webhook('ops')]);
    await alerts.fire('roof');
    await receiver.received(1);
    await alerts.resolve('roof');
    const [fired, ended] = await receiver.received(2);
    expect(ended?.message.status).toBe('resolved');
    expect(ended?.message.alerts).toEqual([
      expect.objectContaining({
        status: 'resolved',
        startsAt: '2026-07-01T12:00:00.000Z',
        endsAt: '2026-07-01T14:00:00.000Z',
        fingerprint: fired?.message.alerts[0]?.fingerprint,
      }),
    ]);
    expect(ended?.key).not.toBe(fired?.key);
    expect(await test.settled()).toMatchObject([{ state: 'delivered' }, { state: 'delivered' }]);
  });

  it('receives only the severities, rules and stations that it is configured for', async () => {
    await test.notifier([
      test.webhook('all', {}, `${receiver.url}all`),
      test.webhook('critical', { severities: ['critical'] }, `${receiver.url}critical`),
      test.webhook('paris', { rules: ['heat*'], stations: ['paris-*'] }, `${receiver.url}paris`),
    ]);
    await alerts.fire('paris-1');
    await alerts.fire('london-1', { severity: 'critical' });
    await alerts.fire('paris-2', { rule: 'cold' });
    await test.settled();
    const notified = receiver.requests.map(
      ({ path, message }) => `${path} ${message.alerts.map(({ labels }) => labels['station']).join()}`,
    );
    expect(notified.sort()).toEqual([
      '/all london-1',
      '/all paris-1',
      '/all paris-2',
      '/critical london-1',
      '/paris paris-1',
    ]);
  });

  it('is reminded of a firing alert until it is acknowledged', async () => {
    await test.notifier([test.webhook('ops', { repeatInterval: '1s' })]);
    await alerts.fire('roof');
    const [first, second, third] = await receiver.received(3);
    expect(second?.message.alerts).toEqual(first?.message.alerts);
    expect(new Set([first?.key, second?.key, third?.key]).size).toBe(3);
    await alerts.acknowledge('roof');
    await test.settled();
    const repeated = receiver.notified.length;
    await alerts.fire('cellar', { rule: 'cold' });
    await receiver.received(repeated + 3);
    expect(new Set(receiver.notified.slice(repeated + 1))).toEqual(new Set(['firing cellar']));
    await alerts.resolve('roof');
    await eventually(() => expect(receiver.notified).toContain('resolved roof'));
  });

  it('has at most maxAlerts alerts in a message, and new ones are never left out', async () => {
    await test.notifier([test.webhook('ops', { maxAlerts: 2 })]);
    const stations = ['a', 'b', 'c', 'd', 'e'];
    for (const station of stations) await alerts.fire(station);
    await test.settled();
    const news = receiver.notified.filter((line, index) => receiver.notified.indexOf(line) === index);
    expect(news.sort()).toEqual(stations.map((station) => `firing ${station}`));
    expect(Math.max(...receiver.requests.map(({ message }) => message.alerts.length))).toBe(2);
    const last = receiver.requests.at(-1)?.message;
    expect((last?.alerts.length ?? 0) + (last?.truncatedAlerts ?? 0)).toBe(stations.length);
  });
});

describe('an e-mail', () => {
  let server: SmtpListener;

  beforeAll(async () => {
    server = await SmtpListener.open(test.folder);
  });

  afterAll(async () => {
    await server.close();
  });

  it('has the same content, over TLS with a login, and keeps its Message-ID', async () => {
    const email = {
      server: `smtps://127.0.0.1:${server.port}`,
      user: 'weather',
      passwordFile: 'password',
      from: 'weather@example.org',
      to: ['ops@example.org', 'duty@example.org'],
      caFile: server.caFile,
    };
    await test.notifier([{ name: 'mail', email, groupWait: '0s', groupInterval: '0s' }]);
    await alerts.fire('roof');
    const [mail] = await eventually(() => {
      expect(server.mails).toHaveLength(1);
      return server.mails;
    });
    expect(mail).toMatchObject({ user: 'weather', password: 'swordfish' });
    expect(mail?.from).toContain('<weather@example.org>');
    expect(mail?.to.join()).toMatch(/<ops@example.org>.*<duty@example.org>/);
    const [row] = await test.stack.query<{ key: string }>(
      'SELECT idempotency_key AS `key` FROM notification',
    );
    expect(mail?.text).toContain(`Message-ID: <${row?.key ?? ''}@weather-notifier>`);
    expect(mail?.text).toContain('Subject: [FIRING:1] heat (warning)');
    expect(mail?.text).toContain('- Paris (roof): heat since 2026-07-01 12:00 UTC, peak 31.4');
    expect(await test.settled()).toMatchObject([{ state: 'delivered' }]);
  });
});

describe('a notifier', () => {
  it('without receivers logs it once and keeps the outbox empty', async () => {
    const app = test.stack.app('notifier', { NOTIFIER_POLL_MS: '50' });
    await alerts.fire('roof');
    await app.line(/no receivers configured, alerts are not sent anywhere/);
    expect(await test.settled()).toEqual([]);
    expect(app.lines.filter((line) => line.includes('no receivers'))).toHaveLength(1);
  });

  it('names every secret that is missing or too short at once, and prints none', async () => {
    await writeFile(join(test.folder, 'short'), 'too-short');
    const app = await test.notifier([
      { name: 'a', webhook: { url: receiver.url, secretFile: 'none' } },
      { name: 'b', webhook: { url: receiver.url, secretFile: 'short' } },
    ]);
    await app.exitedWith(2);
    expect(app.output).toMatch(/receivers\[0\].webhook.secretFile "none" cannot be read: ENOENT/);
    expect(app.output).toMatch(
      /receivers\[1\].webhook.secretFile must hold a secret of 16 characters or more/,
    );
    expect(app.output).not.toContain('too-short');
  });

  it('deletes only notifications that were settled long ago', async () => {
    await test.notifier([test.webhook('ops')]);
    await alerts.fire('roof');
    await alerts.resolve('roof');
    await alerts.fire('cellar');
    await test.settled();
    await test.stack.endApps();
    await test.stack.query(
      `UPDATE notification SET settled_at = NOW(3) - INTERVAL 3 DAY ORDER BY id LIMIT 1`,
    );
    await test.stack.query(`UPDATE notification_event SET sent_at = NOW(3) - INTERVAL 3 DAY`);
    const before = (await test.notifications()).length;
    const app = await test.notifier([test.webhook('ops')], { NOTIFIER_KEEP_DAYS: '2' });
    await app.line(/old notifications deleted rows=3/);
    expect(await test.notifications()).toHaveLength(before - 1);
    expect(await test.stack.query('SELECT event, state FROM notification_event')).toEqual([
      { event: 'firing', state: 'firing' },
    ]);
  });

  it('names receivers that have waiting messages but are not configured', async () => {
    await receiver.close();
    const app = await test.notifier([test.webhook('ops', { groupWait: '0s' })]);
    await alerts.fire('roof');
    await app.line(/waiting for receiver ops/);
    await test.stack.endApps();
    const other = await test.notifier([test.webhook('duty')]);
    await other.line(/notifications are waiting for receivers that are not configured receivers=\["ops"\]/);
  });

  it('stops gracefully while a receiver does not answer, and sends the message after the next start', async () => {
    receiver.answer = () => undefined;
    const receivers = [test.webhook('ops', { timeout: '60s' })];
    const app = await test.notifier(receivers);
    await alerts.fire('roof');
    const [first] = await receiver.received(1);
    expect(await app.stop()).toBe(0);
    receiver.answer = acceptMessage;
    await test.notifier(receivers);
    const [, second] = await receiver.received(2);
    expect(second?.key).toBe(first?.key);
    await test.settled();
  });
});
