import fc from 'fast-check';
import { hostileTexts } from '@weather/weather-schema/testing';

const PATHS = [
  '/',
  '/openapi.json',
  '/api/v1/stations',
  '/api/v1/stations/:id',
  '/api/v1/stations/:id/readings',
  '/api/v1/stations/:id/series',
  '/api/v1/stations/:id/rollups',
  '/api/v1/alerts',
  '/api/v1/alerts.csv',
  '/api/v1/events',
  '/api/v1/pipeline',
  '/api/v1/dead-letters',
  '/api/v1/settings',
];
const PARAMETERS = [
  'from',
  'to',
  'since',
  'until',
  'cursor',
  'limit',
  'state',
  'rule',
  'severity',
  'station',
];
const MORE_PARAMETERS = ['quantity', 'points', 'period', 'search', 'q', '__proto__', 'constructor[x]', ''];
/** More than the dashboard accepts of a request line and its headers. */
const MAX_CHARACTERS = 10_000;

const words = fc.oneof(
  fc.constantFrom(
    '2026-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '1e999',
    '-1',
    '0',
    '100',
    'firing',
    'hour',
    'temperature',
  ),
  fc.string({ unit: 'binary', maxLength: 100 }).map((text) => encodeURIComponent(text.toWellFormed())),
  fc.stringMatching(/^[!-~]{0,60}$/),
  fc.constantFrom(
    '%',
    '%zz',
    '%00',
    '%c3%28',
    '%f0%9f%8c%a6',
    '..%2f..%2fetc%2fpasswd',
    'a'.repeat(MAX_CHARACTERS),
  ),
  fc.json({ maxDepth: 2 }).map((text) => Buffer.from(text).toString('base64url')),
);

const queries = fc
  .array(fc.tuple(fc.constantFrom(...PARAMETERS, ...MORE_PARAMETERS), words), { maxLength: 6 })
  .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'));

const manyParameters = fc.integer({ min: 1, max: 1_000 }).map((count) => 'a=1&'.repeat(count));

const targets = fc
  .tuple(
    fc.constantFrom(...PATHS),
    words,
    fc.oneof({ weight: 9, arbitrary: queries }, { weight: 1, arbitrary: manyParameters }),
  )
  .map(([path, id, query]) => `${path.replace(':id', id)}?${query}`);

const headerLines = fc.oneof(
  words.map((value) => `Last-Event-ID: ${value}`),
  words.map((value) => `Authorization: Basic ${value}`),
  words.map((value) => `If-None-Match: ${value}`),
  words.map((value) => `Accept-Encoding: ${value}`),
  words.map((value) => `X-Forwarded-For: ${value}`),
  fc.constant('Transfer-Encoding: chunked'),
  fc.constant('Content-Length: 1000000000'),
  fc.constant('Range: bytes=0-,0-,0-,0-'),
);

const otherMethods = fc.constantFrom('HEAD', 'POST', 'OPTIONS', 'TRACE', 'BREW');
const otherHosts = fc.constantFrom('localhost', 'elsewhere.example', '', '[', 'x'.repeat(300));

const requests = fc
  .tuple(
    fc.oneof({ weight: 9, arbitrary: fc.constant('GET') }, { weight: 1, arbitrary: otherMethods }),
    targets,
    fc.array(headerLines, { maxLength: 4 }),
    fc.oneof({ weight: 9, arbitrary: fc.constant('127.0.0.1') }, { weight: 1, arbitrary: otherHosts }),
  )
  .map(([method, target, headers, host]) =>
    [`${method} ${target} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...headers, '', ''].join('\r\n'),
  );

/** The bytes of a request: well-formed but odd, truncated or not HTTP. */
export const fuzzedRequests: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 8, arbitrary: requests.map((text) => Buffer.from(text)) },
  {
    weight: 1,
    arbitrary: fc.tuple(requests, fc.nat()).map(([text, at]) => Buffer.from(text.slice(0, at % text.length))),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)) },
  {
    weight: 1,
    arbitrary: hostileTexts.map((text) =>
      Buffer.from(`GET /?${text.slice(0, MAX_CHARACTERS)} HTTP/1.1\r\n\r\n`),
    ),
  },
);
