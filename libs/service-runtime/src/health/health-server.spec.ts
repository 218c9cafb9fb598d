import { afterEach, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../settings/configuration-error.ts';
import { HealthServer, readyWhileUp } from './health-server.ts';

const servers: HealthServer[] = [];

async function listening(
  port = 0,
  text = (): Promise<string> => Promise.resolve('weather_readings 1\n'),
): Promise<{ health: HealthServer; url: string; port: number }> {
  const health = new HealthServer({
    contentType: 'text/plain; version=0.0.4',
    text,
  });
  servers.push(health);
  const taken = await health.listen({ host: '127.0.0.1', port });
  return { health, port: taken, url: `http://127.0.0.1:${taken}` };
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((health) => health.close()));
});

describe('HealthServer', () => {
  it('answers 200 or 503 with the detail of the check', async () => {
    const { health, url } = await listening();
    health.set('readyz', () => ({ ok: false, detail: 'waiting for Kafka' }));
    const [live, ready] = await Promise.all([fetch(`${url}/livez`), fetch(`${url}/readyz`)]);
    expect([live.status, await live.text()]).toEqual([200, 'ok\n']);
    expect([ready.status, await ready.text()]).toEqual([503, 'waiting for Kafka\n']);
  });

  it('answers with the metrics and their content type', async () => {
    const { url } = await listening();
    const response = await fetch(`${url}/metrics`);
    expect([response.status, await response.text()]).toEqual([200, 'weather_readings 1\n']);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4');
  });

  it('answers 500 with the reason when the metrics cannot be told', async () => {
    const { url } = await listening(0, () => Promise.reject(new Error('no /proc')));
    const response = await fetch(`${url}/metrics`);
    expect([response.status, await response.text()]).toEqual([500, 'no /proc\n']);
  });

  it('knows no other path', async () => {
    const { url } = await listening();
    expect((await fetch(`${url}/etc/passwd`)).status).toBe(404);
  });

  it('names the setting when the port is taken', async () => {
    const { port } = await listening();
    const second = listening(port);
    await expect(second).rejects.toThrow(ConfigurationError);
    await expect(second).rejects.toThrow(`HEALTH_PORT: port ${port} of 127.0.0.1 is already in use`);
  });
});

describe('readyWhileUp', () => {
  it('is ready while the services answer, and names those that do not', () => {
    const service = { isUp: true, service: 'MySQL at db:3306' };
    const other = { isUp: true, service: 'the consumer group' };
    const check = readyWhileUp(service, other);
    expect(check()).toEqual({ ok: true, detail: 'ok' });
    service.isUp = false;
    expect(check()).toEqual({ ok: false, detail: 'waiting for MySQL at db:3306' });
    other.isUp = false;
    expect(check()).toEqual({ ok: false, detail: 'waiting for MySQL at db:3306, the consumer group' });
  });
});
