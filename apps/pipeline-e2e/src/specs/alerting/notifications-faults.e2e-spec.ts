import { describe, expect, it } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
import { expectedSignature, HttpReceiver, acceptMessage } from '../../support/receivers/http-receiver.ts';
import { SECRET, useNotifierTest } from '../../support/receivers/notifier-test.ts';

const test = useNotifierTest();
const { alerts, receiver } = test;

describe('a receiver that is down', () => {
  it('receives everything in order when it is up again, and nothing twice', async () => {
    const app = await test.notifier([test.webhook('ops', { repeatInterval: '1s', groupWait: '0s' })]);
    await receiver.close();
    await alerts.fire('roof');
    await app.line(/waiting for receiver ops at http:\/\/127.0.0.1:\d+.*ECONNREFUSED/);
    await alerts.resolve('roof');
    await alerts.fire('roof', { startedAt: '2026-07-01 18:00:00.000' });
    await alerts.resolve('roof', { startedAt: '2026-07-01 18:00:00.000' });
    // Long enough for several repetitions, if there were any.
    await eventually(async () => {
      const [row] = await test.notifications();
      expect(row?.attempts).toBeGreaterThan(10);
    });
    await receiver.open();
    await app.line(/receiver ops at .* answers again/);
    const ended = await test.settled();
    expect(receiver.notified).toEqual(['firing roof', 'resolved roof', 'firing roof', 'resolved roof']);
    expect(ended.map(({ state }) => state)).toEqual(Array(4).fill('delivered'));
    expect(new Set(receiver.requests.map(({ key }) => key)).size).toBe(4);
    expect(app.lines.filter((line) => line.includes('waiting for receiver'))).toHaveLength(1);
  });

  it('does not delay the others', async () => {
    const silent = await HttpReceiver.open();
    silent.answer = () => undefined;
    await test.notifier([test.webhook('ops', { timeout: '30s' }, silent.url), test.webhook('duty')]);
    await alerts.fire('roof');
    await silent.received(1);
    await alerts.resolve('roof');
    await receiver.received(2);
    expect(receiver.notified).toEqual(['firing roof', 'resolved roof']);
    await test.stack.endApps();
    await silent.close();
  });

  it('has accepted a message once it has sent the status, however long its response is', async () => {
    receiver.answer = (response) => {
      response.writeHead(200);
      const talk = setInterval(() => response.write('x'.repeat(100)), 10);
      response.on('close', () => clearInterval(talk));
    };
    await test.notifier([test.webhook('ops')]);
    await alerts.fire('roof');
    expect(await receiver.received(1)).toHaveLength(1);
    expect(await test.settled()).toMatchObject([{ state: 'delivered', attempts: 1 }]);
  });

  it('is tried again after 500 and 429 with the same key and body, signed again', async () => {
    const statuses = [500, 429, 200];
    receiver.answer = (response) => response.writeHead(statuses.shift() ?? 200).end();
    await test.notifier([test.webhook('ops')]);
    await alerts.fire('roof');
    const requests = await receiver.received(3);
    expect(new Set(requests.map(({ key }) => key)).size).toBe(1);
    expect(new Set(requests.map(({ body }) => body)).size).toBe(1);
    for (const request of requests)
      expect(request.headers['x-weather-signature']).toBe(expectedSignature(SECRET, request));
    expect(await test.settled()).toMatchObject([{ state: 'delivered', attempts: 3 }]);
  });
});

describe('a receiver that rejects a message', () => {
  it('does not get it again: it is kept with the reason, and the next one is sent', async () => {
    const statuses = [422];
    receiver.answer = (response) => response.writeHead(statuses.shift() ?? 200).end('no such channel');
    const app = await test.notifier([test.webhook('ops')]);
    await alerts.fire('roof');
    await app.line(/notification rejected, .*receiver=ops reason=HTTP 422: no such channel totalRejected=1/);
    await alerts.resolve('roof');
    await receiver.received(2);
    expect(await test.settled()).toMatchObject([
      { state: 'rejected', attempts: 1, reason: 'HTTP 422: no such channel' },
      { state: 'delivered', attempts: 1 },
    ]);
  });

  it('cannot redirect it to another server', async () => {
    const elsewhere = await HttpReceiver.open();
    receiver.answer = (response) => response.writeHead(307, { location: elsewhere.url }).end();
    await test.notifier([test.webhook('ops')]);
    await alerts.fire('roof');
    await receiver.received(1);
    expect(await test.settled()).toMatchObject([
      { state: 'rejected', reason: 'HTTP 307 (redirects are not followed)' },
    ]);
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });
});

describe('an address that is not allowed', () => {
  it('is reported at the start if the file contains it', async () => {
    const app = await test.notifier([test.webhook('ops')], { NOTIFIER_ALLOWED_NETWORKS: '' });
    await app.exitedWith(2);
    expect(app.output).toMatch(
      /receivers\[0\].webhook.url 127.0.0.1 resolves to 127.0.0.1, which is not allowed/,
    );
  });

  it('is not connected to if a name resolves to it', async () => {
    const url = receiver.url.replace('127.0.0.1', 'localhost');
    const app = await test.notifier([test.webhook('ops', {}, url)], { NOTIFIER_ALLOWED_NETWORKS: '' });
    await alerts.fire('roof');
    await app.line(/waiting for receiver ops .*localhost resolves to .*which is not allowed/);
    expect(receiver.requests).toEqual([]);
    await eventually(async () => {
      expect(await test.notifications()).toMatchObject([
        { state: 'waiting', reason: expect.stringContaining('NOTIFIER_ALLOWED_NETWORKS') },
      ]);
    });
  });
});

describe('a notifier that is killed', () => {
  it('between the response and storing it, sends the same message again with the same key', async () => {
    const receivers = [test.webhook('ops', { timeout: '1s' })];
    const app = await test.notifier(receivers);
    receiver.answer = () => app.signal('SIGKILL');
    await alerts.fire('roof');
    const [first] = await receiver.received(1);
    await app.exited;
    receiver.answer = acceptMessage;
    await test.notifier(receivers);
    const [, second] = await receiver.received(2);
    expect(second?.key).toBe(first?.key);
    expect(second?.body).toBe(first?.body);
    expect(await test.settled()).toMatchObject([{ state: 'delivered', attempts: 2 }]);
  });

  it('again and again, sends everything, each event under one key', async () => {
    const receivers = [test.webhook('ops', { timeout: '1s', groupWait: '0s' })];
    const stations = Array.from({ length: 8 }, (_, index) => `s${index}`);
    for (const [index, station] of stations.entries()) {
      const app = await test.notifier(receivers);
      await alerts.fire(station, { rule: `rule-${index}` });
      if (index % 2 === 0) await receiver.received(receiver.requests.length + 1);
      await app.kill();
    }
    await test.notifier(receivers);
    await test.settled();
    const keys = stations.map((station) =>
      receiver.requests
        .filter(({ message }) => message.alerts.some(({ labels }) => labels['station'] === station))
        .map(({ key }) => key),
    );
    expect(keys.map((ofStation) => new Set(ofStation).size)).toEqual(stations.map(() => 1));
  });
});

describe('two notifiers', () => {
  it('share the work: every event is sent once and in order', async () => {
    const receivers = [test.webhook('ops', { groupWait: '0s' })];
    await test.notifier(receivers);
    await test.notifier(receivers);
    const stations = Array.from({ length: 60 }, (_, index) => `s${index}`);
    for (const [index, station] of stations.entries()) {
      const rule = `rule-${index % 12}`;
      await alerts.fire(station, { rule });
      await alerts.resolve(station, { rule });
    }
    await test.settled();
    const lines = stations.map((station) => receiver.notified.filter((line) => line.endsWith(` ${station}`)));
    expect(lines.map((own) => own.filter((line) => line.startsWith('resolved')).length)).toEqual(
      stations.map(() => 1),
    );
    for (const own of lines)
      expect([own[0]?.split(' ')[0], own.at(-1)?.split(' ')[0]]).toEqual(['firing', 'resolved']);
    expect(new Set(receiver.requests.map(({ key }) => key)).size).toBe(receiver.requests.length);
    expect((await test.notifications()).every(({ attempts }) => attempts === 1)).toBe(true);
  });
});

describe('an event that is in the outbox twice', () => {
  it('is sent once, even if the sink evaluates the same readings again', async () => {
    await test.notifier([test.webhook('ops')]);
    await alerts.fire('roof');
    await test.settled();
    await test.stack.query(
      `INSERT INTO notification_outbox (rule, station_id, started_at, event, created_at)
       SELECT rule, station_id, started_at, 'firing', NOW(3) FROM alert_episode`,
    );
    await alerts.fire('cellar');
    await receiver.received(2);
    await test.settled();
    expect(receiver.notified).toEqual(['firing roof', 'firing cellar', 'firing roof']);
    expect(receiver.requests).toHaveLength(2);
  });
});

describe('an alert that late readings retract', () => {
  it('is sent as resolved', async () => {
    await test.notifier([test.webhook('ops', { repeatInterval: '1s' })]);
    await alerts.fire('roof');
    await receiver.received(1);
    await test.stack.query('DELETE FROM alert_episode');
    await eventually(() => expect(receiver.notified.at(-1)).toBe('resolved roof'));
    await test.settled();
  });
});
