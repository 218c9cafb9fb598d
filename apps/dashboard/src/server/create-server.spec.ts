import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import {
  DatabaseUnavailableError,
  type QueryRunner,
  type UnavailableReason,
} from '@weather/weather-store/queries';
import { DashboardConfig } from '../dashboard-config.ts';
import type { LiveView } from '../live/event-hub.ts';
import { StationLocations } from './locations/station-locations.ts';
import type { ApiServer } from './api-server.ts';
import { createServer, type ServerOptions, type AnsweredRequest } from './create-server.ts';
import { hostsFor, type Protection } from './security/protect.ts';

const RANGE = 'from=2026-07-01T00:00:00Z&to=2026-07-02T00:00:00Z';
const DEAD_LETTER = {
  at: '2026-07-01T12:00:00.000Z',
  topic: 'weather_data',
  partition: 0,
  offset: 7,
  stage: 'decode',
  reason: 'it is <b>no</b> JSON',
  key: null,
  value: '{',
};

const POLICY = ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"];
const OPEN: Protection = Object.assign(new DashboardConfig(), { host: '0.0.0.0' });

let pageFolder: string;

/** Fails every query. */
function failingReader(failure: Error): QueryRunner {
  const fail = () => Promise.reject(failure);
  return { select: fail, run: fail } as unknown as QueryRunner;
}

function unavailable(reason: UnavailableReason = 'unreachable'): QueryRunner {
  return failingReader(new DatabaseUnavailableError(reason, 'connect ECONNREFUSED 10.0.0.7:3306'));
}

const live: LiveView = {
  pipeline: () => {
    throw new Error('secret of the server');
  },
  deadLetters: () => [DEAD_LETTER],
  subscribe: () => 'full',
};

async function serverWith(options: Partial<ServerOptions> = {}): Promise<ApiServer> {
  return await createServer({
    settings: { alertThresholdCelsius: 30, version: '1.2.3' },
    reader: unavailable(),
    locations: new StationLocations([]),
    live,
    pageFolder,
    protection: OPEN,
    onAnswered: () => undefined,
    logger: silentLogger(),
    ...options,
  });
}

beforeAll(async () => {
  pageFolder = await mkdtemp(join(tmpdir(), 'page-'));
  await writeFile(join(pageFolder, 'index.html'), '<!doctype html><title>Weather</title>');
});

afterAll(async () => {
  await rm(pageFolder, { recursive: true });
});

describe('the routes', () => {
  it('return the settings for the page', async () => {
    const server = await serverWith();
    expect((await server.inject('/api/v1/settings')).json()).toEqual({
      alertThresholdCelsius: 30,
      version: '1.2.3',
    });
  });

  it('are reported by their declared names', async () => {
    const answered: AnsweredRequest[] = [];
    const server = await serverWith({ onAnswered: (request) => void answered.push(request) });
    await server.inject('/api/v1/settings?probe=1');
    await server.inject('/api/v1/stations/roof');
    await server.inject({ method: 'DELETE', url: '/api/v1/settings' });
    expect(answered.map(({ route, method, status }) => [route, method, status])).toEqual([
      ['/api/v1/settings', 'GET', 200],
      ['/api/v1/stations/:station', 'GET', 503],
      ['none', 'other', 405],
    ]);
    expect(answered.every(({ ms }) => ms >= 0)).toBe(true);
  });

  it('return dead letters unchanged', async () => {
    const server = await serverWith();
    expect((await server.inject('/api/v1/dead-letters')).json()).toEqual({ deadLetters: [DEAD_LETTER] });
  });

  it('serve the page', async () => {
    const server = await serverWith();
    const { statusCode, body, headers } = await server.inject('/');
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(body).toContain('<title>Weather</title>');
  });

  it.each(['/../create-server.ts', '/%2e%2e/package.json', '/.env', '/none.js', '/api/v1/none'])(
    'respond with 404 at %s',
    async (path) => {
      const server = await serverWith();
      const { statusCode, headers } = await server.inject(path);
      expect(statusCode).toBe(404);
      expect(headers['content-type']).toContain('application/json');
    },
  );
});

describe('an invalid request', () => {
  it.each([
    ['/api/v1/stations?limit=0', 'limit'],
    ['/api/v1/stations?limit=1001', 'limit'],
    ['/api/v1/stations?limit=many', 'limit'],
    ['/api/v1/alerts?limit=1e999', 'limit'],
    ['/api/v1/stations?cursor=abc', 'cursor'],
    [`/api/v1/stations?search=${'x'.repeat(65)}`, 'search'],
    [`/api/v1/stations/${'x'.repeat(65)}`, 'station'],
    ['/api/v1/stations/paris/readings', 'from'],
    ['/api/v1/stations/paris/readings?from=yesterday&to=2026-07-02T00:00:00Z', 'from'],
    ['/api/v1/stations/paris/readings?from=2016-12-31T23:59:60Z&to=2026-07-02T00:00:00Z', 'from'],
    ['/api/v1/stations/paris/readings?from=0001-01-01T00:00:00Z&to=2026-07-02T00:00:00Z', 'from'],
    ['/api/v1/stations/paris/readings?from=2026-07-02T00:00:00Z&to=2026-07-02T00:00:00Z', 'from'],
    [`/api/v1/stations/paris/series?${RANGE}&quantity=snow`, 'quantity'],
    [`/api/v1/stations/paris/series?${RANGE}&quantity=temperature&points=2`, 'points'],
    [`/api/v1/stations/paris/rollups?${RANGE}&resolution=week`, 'resolution'],
    ['/api/v1/alerts?state=none', 'state'],
    ['/api/v1/alerts.csv?since=tomorrow', 'since'],
  ])('is refused with the name of what is wrong: %s', async (path, name) => {
    const server = await serverWith();
    const response = await server.inject(path);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toEqual({
      statusCode: 400,
      error: 'Bad Request',
      message: expect.stringContaining(name),
    });
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const)('is rejected with %s', async (method) => {
    const server = await serverWith();
    const response = await server.inject({ method, url: '/api/v1/settings' });
    expect([response.statusCode, response.headers['allow']]).toEqual([405, 'GET, HEAD']);
  });
});

describe('an impossible station id', () => {
  it.each([
    '/api/v1/stations/%C3%A41',
    `/api/v1/stations/%C3%A41/readings?${RANGE}`,
    `/api/v1/stations/%C3%A41/series?${RANGE}&quantity=temperature`,
    `/api/v1/stations/%C3%A41/rollups?${RANGE}&resolution=hour`,
    '/api/v1/stations/a%00b',
  ])('is not found: %s', async (path) => {
    const server = await serverWith({ reader: failingReader(new Error('Illegal mix of collations')) });
    const response = await server.inject(path);
    expect([response.statusCode, response.json()]).toEqual([
      404,
      { statusCode: 404, error: 'Not Found', message: 'No station with this ID.' },
    ]);
  });

  it.each([
    ['/api/v1/alerts?station=%C3%A4', 'station'],
    ['/api/v1/alerts?rule=%C3%A4', 'rule'],
    ['/api/v1/alerts.csv?severity=%C3%A4', 'severity'],
    [`/api/v1/stations?cursor=${Buffer.from('["stations","ä"]').toString('base64url')}`, 'cursor'],
    [`/api/v1/alerts?cursor=${Buffer.from('["alerts",1,1,"ä"]').toString('base64url')}`, 'cursor'],
  ])('is rejected as another parameter: %s', async (path, name) => {
    const server = await serverWith({ reader: failingReader(new Error('Illegal mix of collations')) });
    const response = await server.inject(path);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ message: expect.stringContaining(name) });
  });
});

describe('a failure', () => {
  it.each([
    '/api/v1/stations',
    `/api/v1/stations/paris/readings?${RANGE}`,
    '/api/v1/alerts',
    '/api/v1/alerts.csv',
  ])('of the database is a 503: %s', async (path) => {
    const server = await serverWith();
    const response = await server.inject(path);
    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBe('2');
    expect(response.json()).toMatchObject({ message: 'The database is unreachable. Try again soon.' });
    expect(response.body).not.toContain('10.0.0.7');
  });

  it('of the server is reported without its reason', async () => {
    const server = await serverWith({ reader: failingReader(new Error('secret of the server')) });
    for (const path of ['/api/v1/pipeline', '/api/v1/stations']) {
      const response = await server.inject(path);
      expect(response.statusCode).toBe(500);
      expect(response.body).not.toContain('secret');
    }
  });

  it('is a 503 for too many subscribers', async () => {
    const server = await serverWith();
    const response = await server.inject('/api/v1/events');
    expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '2']);
  });
});

describe('the protection', () => {
  const login = { user: 'ann', password: 'swordfish' };

  it.each(['/', '/api/v1/settings', '/api/v1/none', '/api/v1/stations'])(
    'forbids foreign and inline scripts everywhere: %s',
    async (path) => {
      const server = await serverWith();
      const { headers } = await server.inject(path);
      const policy = String(headers['content-security-policy']);
      expect(policy.split(';')).toEqual(expect.arrayContaining(POLICY));
      expect(policy).not.toContain('unsafe');
      expect(headers['x-content-type-options']).toBe('nosniff');
    },
  );

  it('accepts only loopback names when it listens on loopback', async () => {
    const names = { host: '127.0.0.1', allowedHosts: ['Weather.example'] };
    const server = await serverWith({ protection: { ...OPEN, ...names } });
    const statusOf = async (host: string) =>
      (await server.inject({ url: '/api/v1/settings', headers: { host } })).statusCode;
    for (const host of ['localhost', '127.0.0.1:8090', '[::1]:8090', 'LOCALHOST:1', 'weather.example:8090'])
      expect([host, await statusOf(host)]).toEqual([host, 200]);
    for (const host of ['evil.example', 'evil.example:8090', 'localhost.evil.example', '127.0.0.1.evil'])
      expect([host, await statusOf(host)]).toEqual([host, 421]);
  });

  it('accepts any name when it listens on another address, unless names are configured', () => {
    expect(hostsFor('0.0.0.0', [])).toBeUndefined();
    expect(hostsFor('::1', [])?.has('[::1]')).toBe(true);
    expect(hostsFor('0.0.0.0', ['a.example'])?.has('b.example')).toBe(false);
  });

  it('requires the password everywhere, including the events and the page', async () => {
    const server = await serverWith({ protection: { ...OPEN, ...login } });
    const statusOf = async (url: string, credentials?: string) => {
      const headers =
        credentials === undefined
          ? {}
          : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
      return (await server.inject({ url, headers })).statusCode;
    };
    for (const url of ['/', '/api/v1/settings', '/api/v1/events', '/openapi.json', '/none'])
      expect([url, await statusOf(url)]).toEqual([url, 401]);
    for (const wrong of ['ann:', 'ann:swordfisH', 'ann:swordfish2', 'bob:swordfish', ':'])
      expect([wrong, await statusOf('/api/v1/settings', wrong)]).toEqual([wrong, 401]);
    expect(await statusOf('/api/v1/settings', 'ann:swordfish')).toBe(200);
    expect((await server.inject('/')).headers['www-authenticate']).toContain('Basic realm="weather"');
  });

  const statusWith = async (
    server: ApiServer,
    password: string,
    { address = '127.0.0.1', forwardedFor = '' }: { address?: string; forwardedFor?: string } = {},
  ): Promise<number> => {
    const authorization = `Basic ${Buffer.from(`ann:${password}`).toString('base64')}`;
    const headers = { authorization, 'x-forwarded-for': forwardedFor };
    const response = await server.inject({ url: '/api/v1/settings', headers, remoteAddress: address });
    return response.statusCode;
  };

  async function failTwentyTimes(
    server: ApiServer,
    from: Parameters<typeof statusWith>[2] = {},
  ): Promise<void> {
    for (let attempt = 0; attempt < 20; attempt += 1)
      expect(await statusWith(server, `guess ${attempt}`, from)).toBe(401);
    expect(await statusWith(server, 'guess', from)).toBe(429);
  }

  it('rejects wrong passwords after too many failures of an address, and always accepts the right one', async () => {
    const server = await serverWith({ protection: { ...OPEN, ...login } });
    await failTwentyTimes(server);
    expect(await statusWith(server, 'swordfish')).toBe(200);
    expect(await statusWith(server, 'guess', { address: '192.0.2.7' })).toBe(401);
  });

  it('distinguishes clients behind a trusted proxy, and ignores the header of others', async () => {
    const server = await serverWith({ protection: { ...OPEN, trustedProxies: ['10.0.0.0/8'], ...login } });
    const proxy = '10.1.2.3';
    await failTwentyTimes(server, { address: proxy, forwardedFor: '198.51.100.1' });
    for (const forwardedFor of ['198.51.100.2', '198.51.100.1, 198.51.100.2', '2001:db8::1'])
      expect(await statusWith(server, 'guess', { address: proxy, forwardedFor })).toBe(401);
    await failTwentyTimes(server, { address: '192.0.2.7', forwardedFor: '198.51.100.3' });
    expect(await statusWith(server, 'guess', { address: '192.0.2.7', forwardedFor: '198.51.100.4' })).toBe(
      429,
    );
  });

  it('counts an IPv6 network as one client', async () => {
    const server = await serverWith({ protection: { ...OPEN, ...login } });
    for (let host = 1; host <= 20; host += 1)
      expect(await statusWith(server, 'guess', { address: `2001:db8:0:1::${host}` })).toBe(401);
    expect(await statusWith(server, 'guess', { address: '2001:db8:0:1:a:b:c:d' })).toBe(429);
  });

  it('passes the key of the client to the live events', async () => {
    const clients: string[] = [];
    const subscribe: LiveView['subscribe'] = ({ client }) => (clients.push(client), 'full');
    const server = await serverWith({ live: { ...live, subscribe } });
    for (const remoteAddress of ['::ffff:192.0.2.7', '192.0.2.7', '2001:db8::1'])
      await server.inject({ url: '/api/v1/events', remoteAddress });
    expect(clients).toEqual(['192.0.2.7', '192.0.2.7', '2001:db8:0:0::/64']);
  });

  it('limits the requests of a client', async () => {
    const server = await serverWith({ protection: { ...OPEN, requestsPerMinute: 2 } });
    const responses = [];
    for (let count = 0; count < 3; count++) responses.push(await server.inject('/api/v1/settings'));
    expect(responses.map(({ statusCode }) => statusCode)).toEqual([200, 200, 429]);
    expect(responses[2]?.json()).toMatchObject({ error: 'Too Many Requests' });
    expect(responses[2]?.headers['retry-after']).toMatch(/^\d+$/);
  });
});
