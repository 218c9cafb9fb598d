import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
import { DashboardApp } from '../../support/dashboard/dashboard-app.ts';
import { WeatherRows } from '../../support/dashboard/weather-rows.ts';
import { useTables } from '../../support/stack/use-stack.ts';

const READINGS = '/api/v1/stations/paris/readings?from=2026-07-01T00:00:00Z&to=2026-07-02T00:00:00Z';

const tables = useTables();
let dashboard: DashboardApp;

beforeAll(async () => {
  const rows = new WeatherRows(tables.stack);
  await rows.station(1, 'paris', 'Paris');
  await rows.readings(1, 1);
  dashboard = await DashboardApp.start(tables.stack);
});

async function stationsOf(): Promise<unknown> {
  const { stations } = await dashboard.json('/api/v1/stations');
  return stations;
}

describe('the dashboard', () => {
  it('allows no foreign scripts, and rejects other host names', async () => {
    const { headers } = await dashboard.get('/');
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
    const named = await DashboardApp.start(tables.stack, { DASHBOARD_ALLOWED_HOSTS: 'weather.example' });
    expect((await named.get('/api/v1/settings')).status).toBe(200);
  });

  it('asks for its password', async () => {
    const locked = await DashboardApp.start(tables.stack, { DASHBOARD_PASSWORD: 'swordfish' });
    const authorization = `Basic ${Buffer.from('weather:swordfish').toString('base64')}`;
    expect((await locked.get('/api/v1/settings')).status).toBe(401);
    expect((await locked.get('/')).status).toBe(401);
    expect((await locked.get('/api/v1/settings', { authorization })).status).toBe(200);
  });

  it('has a database user that cannot write', async () => {
    const database = await tables.stack.connect('reader');
    for (const sql of ['DELETE FROM reading', "UPDATE station SET city = 'x'", 'DROP TABLE reading'])
      await expect(database.execute(sql)).rejects.toThrow(/denied/);
  });
});

describe('a database that does not answer', () => {
  it('is reported as 503 while it is slow, and its statements are cancelled', async () => {
    const database = await tables.stack.database();
    await database.fork().transactional(async (em) => {
      await em.execute('LOCK TABLES reading WRITE');
      const response = await dashboard.get(READINGS);
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
      expect(await response.json()).toMatchObject({
        message: expect.stringContaining('did not answer in time'),
      });
      await em.execute('UNLOCK TABLES');
    });
    expect(await dashboard.json(READINGS)).toMatchObject({ readings: [{ temperature: 0.1 }] });
  });

  it('does not stop a dashboard that starts while its statements are cancelled', async () => {
    const database = await tables.stack.database();
    await database.fork().transactional(async (em) => {
      await em.execute('LOCK TABLES reading WRITE, alert_episode WRITE');
      const app = tables.stack.app('dashboard');
      await app.line(/waiting for MySQL/);
      await em.execute('UNLOCK TABLES');
      await app.line(/dashboard listening/);
    });
  });

  it('is reported as 503 while it is unreachable, until it is back', async () => {
    await tables.stack.servers.database.kill();
    const response = await eventually(async () => {
      const found = await dashboard.get('/api/v1/stations');
      expect(found.status).toBe(503);
      return found;
    });
    expect(await response.json()).toMatchObject({ message: expect.stringContaining('unreachable') });
    expect((await dashboard.get('/api/v1/settings')).status).toBe(200);
    await tables.stack.servers.database.start();
    await eventually(async () => expect(await stationsOf()).toHaveLength(1));
    expect(dashboard.app.hasExited).toBe(false);
  });
});
