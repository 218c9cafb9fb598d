import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger, type Logger } from '../logging/logger.ts';
import { startTracing } from './start-tracing.ts';
import { NO_TRACER, type Tracer } from './tracer.ts';
import { TracingConfig } from './tracing-config.ts';

interface Received {
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
}

let received: Received[];
let warnings: string[];
let cleanUps: (() => Promise<void>)[];
const server = createServer((request, response) => {
  void take(request).then(() => response.writeHead(200).end('{}'));
});

async function take(request: IncomingMessage): Promise<void> {
  const { url: path, headers } = request;
  received.push({ path, authorization: headers.authorization, body: await text(request) });
}

async function start(settings: Partial<TracingConfig>): Promise<Tracer> {
  const config = Object.assign(new TracingConfig(), settings);
  const logger = silentLogger();
  logger.warn = ((message: string) => {
    warnings.push(message);
    return logger;
  }) as Logger['warn'];
  return await startTracing(config, { logger, onStop: (cleanUp) => cleanUps.push(cleanUp) });
}

describe('startTracing', () => {
  beforeEach(async () => {
    received = [];
    warnings = [];
    cleanUps = [];
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const endpoint = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  it('records nothing without an endpoint', async () => {
    expect(await start({})).toBe(NO_TRACER);
    expect(cleanUps).toEqual([]);
  });

  it('sends what is left of the traces when the app stops', async () => {
    const tracer = await start({ endpoint: `${endpoint()}/otlp/`, headers: 'authorization=Bearer%20x' });
    tracer.startSpan('send').end();
    for (const cleanUp of cleanUps) await cleanUp();
    expect(received).toEqual([
      { path: '/otlp/v1/traces', authorization: 'Bearer x', body: expect.stringContaining('"name":"send"') },
    ]);
  });

  it('ends although nobody receives the traces, and says so', async () => {
    const tracer = await start({ endpoint: 'http://127.0.0.1:1' });
    tracer.startSpan('send').end();
    for (const cleanUp of cleanUps) await cleanUp();
    expect(received).toEqual([]);
    expect(warnings).toEqual(['traces dropped: their receiver did not accept them in time']);
  });
});
