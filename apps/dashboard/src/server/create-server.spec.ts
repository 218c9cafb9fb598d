import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import { DatabaseUnavailable, type PromptReader, type UnavailableReason } from '@weather/weather-store';
import type { LiveView } from '../live/live-view.ts';
import { Places } from '../places/places.ts';
import type { ApiServer } from './api-server.ts';
import { createServer, type ServerOptions } from './create-server.ts';
import type { AnsweredRequest } from './observe-requests.ts';
import { allowedHosts } from './security/host-check.ts';

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

let pageFolder: string;

/** Answers no question, for the reason given. */
function deafReader(failure: Error): PromptReader {
  return { rows: () => Promise.reject(failure) } as unknown as PromptReader;
}

function away(reason: UnavailableReason = 'away'): PromptReader {
  return deafReader(new DatabaseUnavailable(reason, 'connect ECONNREFUSED 10.0.0.7:3306'));
}

const live: LiveView = {
  pipeline: () => {
    throw new Error('secret of the server');
  },
  deadLetters: () => [DEAD_LETTER],
  join: () => 'full',
};

async function serverWith(options: Partial<ServerOptions> = {}): Promise<ApiServer> {
  return await createServer({
    settings: { alertThresholdCelsius: 30, version: '1.2.3' },
    reader: away(),
    places: new Places([]),
    live,
    pageFolder,
    protection: { hosts: undefined, requestsPerMinute: 1_000, login: undefined },
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
  it('tell the page what it has to know', async () => {
    const server = await serverWith();
    expect((await server.inject('/api/v1/settings')).json()).toEqual({
      alertThresholdCelsius: 30,
      version: '1.2.3',
    });
  });

  it('are told of by the names that they are declared with', async () => {
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

  it('give dead letters as they are', async () => {
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
    'have nothing at %s',
    async (path) => {
      const server = await serverWith();
      const { statusCode, headers } = await server.inject(path);
      expect(statusCode).toBe(404);
      expect(headers['content-type']).toContain('application/json');
    },
  );
});

describe('a request that is wrong', () => {
  it.each([
    ['/api/v1/stations?limit=0', 'limit'],
    ['/api/v1/stations?limit=1001', 'limit'],
    ['/api/v1/stations?limit=many', 'limit'],
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
    [`/api/v1/stations/paris/summaries?${RANGE}&resolution=week`, 'resolution'],
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

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const)('is refused with %s', async (method) => {
    const server = await serverWith();
    const response = await server.inject({ method, url: '/api/v1/settings' });
    expect([response.statusCode, response.headers['allow']]).toEqual([405, 'GET, HEAD']);
  });
});

describe('a failure', () => {
  it.each([
    '/api/v1/stations',
    `/api/v1/stations/paris/readings?${RANGE}`,
    '/api/v1/alerts',
    '/api/v1/alerts.csv',
  ])('of the database is told as 503: %s', async (path) => {
    const server = await serverWith();
    const response = await server.inject(path);
    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBe('2');
    expect(response.json()).toMatchObject({ message: 'the database does not answer; try again soon' });
    expect(response.body).not.toContain('10.0.0.7');
  });

  it('of the server is told without its reason', async () => {
    const server = await serverWith({ reader: deafReader(new Error('secret of the server')) });
    for (const path of ['/api/v1/pipeline', '/api/v1/stations']) {
      const response = await server.inject(path);
      expect(response.statusCode).toBe(500);
      expect(response.body).not.toContain('secret');
    }
  });

  it('for want of a place for a viewer is told as 503', async () => {
    const server = await serverWith();
    const response = await server.inject('/api/v1/events');
    expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '2']);
  });
});

describe('the protection', () => {
  it.each(['/', '/api/v1/settings', '/api/v1/none', '/api/v1/stations'])(
    'keeps foreign and inline scripts out of everything: %s',
    async (path) => {
      const server = await serverWith();
      const { headers } = await server.inject(path);
      const policy = String(headers['content-security-policy']);
      expect(policy.split(';')).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "frame-ancestors 'none'",
        ]),
      );
      expect(policy).not.toContain('unsafe');
      expect(headers['x-content-type-options']).toBe('nosniff');
    },
  );

  it('answers on loopback only to its own names', async () => {
    const hosts = allowedHosts('127.0.0.1', ['Weather.example']);
    const server = await serverWith({ protection: { hosts, requestsPerMinute: 1_000, login: undefined } });
    const statusOf = async (host: string) =>
      (await server.inject({ url: '/api/v1/settings', headers: { host } })).statusCode;
    for (const host of ['localhost', '127.0.0.1:8090', '[::1]:8090', 'LOCALHOST:1', 'weather.example:8090'])
      expect([host, await statusOf(host)]).toEqual([host, 200]);
    for (const host of ['evil.example', 'evil.example:8090', 'localhost.evil.example', '127.0.0.1.evil'])
      expect([host, await statusOf(host)]).toEqual([host, 421]);
  });

  it('answers to any name where it listens for others, unless the names are given', () => {
    expect(allowedHosts('0.0.0.0', [])).toBeUndefined();
    expect(allowedHosts('::1', [])?.has('[::1]')).toBe(true);
    expect(allowedHosts('0.0.0.0', ['a.example'])?.has('b.example')).toBe(false);
  });

  it('asks for the password everywhere, the events and the page too', async () => {
    const login = { user: 'ann', password: 'swordfish' };
    const server = await serverWith({
      protection: { hosts: undefined, requestsPerMinute: 1_000, login },
    });
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

  it('looks at no password any more of an address that has failed too often', async () => {
    const login = { user: 'ann', password: 'swordfish' };
    const server = await serverWith({
      protection: { hosts: undefined, requestsPerMinute: 1_000, login },
    });
    const statusWith = async (password: string): Promise<number> => {
      const authorization = `Basic ${Buffer.from(`ann:${password}`).toString('base64')}`;
      return (await server.inject({ url: '/api/v1/settings', headers: { authorization } })).statusCode;
    };
    expect(await statusWith('swordfish')).toBe(200);
    for (let attempt = 0; attempt < 20; attempt += 1) expect(await statusWith(`guess ${attempt}`)).toBe(401);
    expect(await statusWith('swordfish')).toBe(429);
  });

  it('sends away who asks too often', async () => {
    const protection = { hosts: undefined, requestsPerMinute: 2, login: undefined };
    const server = await serverWith({ protection });
    const answers = [];
    for (let count = 0; count < 3; count++) answers.push(await server.inject('/api/v1/settings'));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 429]);
    expect(answers[2]?.json()).toMatchObject({ error: 'Too Many Requests' });
    expect(answers[2]?.headers['retry-after']).toMatch(/^\d+$/);
  });
});
