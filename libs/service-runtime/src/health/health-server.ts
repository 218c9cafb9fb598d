import { createServer, type Server, type ServerResponse } from 'node:http';
import { IsString, MinLength } from 'class-validator';
import { ConfigurationError } from '../settings/configuration-error.ts';
import { FromEnv, IntegerFromEnv } from '../settings/setting.ts';
import type { ServiceContext } from '../process/run-service.ts';
import type { Availability } from '../retry/availability.ts';
import { formatError } from '../retry/with-retry.ts';

const MAX_PORT = 65_535;
const HEALTH_PORT = 'HEALTH_PORT';
const OK = 200;
const NOT_FOUND = 404;
const FAILED = 500;
const UNAVAILABLE = 503;

export class HealthConfig {
  @IntegerFromEnv({
    env: HEALTH_PORT,
    description: 'port of /livez, /readyz and /metrics (0: any free port)',
    min: 0,
    max: MAX_PORT,
  })
  port = 0;

  @FromEnv({
    env: 'HEALTH_HOST',
    description: 'address that /livez, /readyz and /metrics listen on',
    allowed: 'a host name or an IP address; 0.0.0.0 for all interfaces, as in a container',
  })
  @IsString()
  @MinLength(1)
  host = '127.0.0.1';
}

/** The result of a health check, with the reason for a failure. */
export type HealthCheck = () => { readonly ok: boolean; readonly detail: string };

/** The content of `/metrics`. */
export interface MetricsSource {
  readonly contentType: string;
  /** All metrics with their current values. */
  text(): Promise<string>;
}

/**
 * Responds to `/livez` (the app makes progress) and `/readyz` (it can do its work now) with 200 or 503 and a line of text, and
 * to `/metrics` with the metrics of the app. The server does not keep the process alive.
 */
export class HealthServer {
  readonly #checks = new Map<string, HealthCheck>();
  #server: Server | undefined;

  constructor(private readonly metrics: MetricsSource) {}

  /** Replaces the check behind a path; an endpoint without a check responds with 200. */
  set(endpoint: 'livez' | 'readyz', check: HealthCheck): void {
    this.#checks.set(`/${endpoint}`, check);
  }

  /**
   * @returns the port it listens on.
   * @throws ConfigurationError when the port is taken or the address is not one of this machine's.
   */
  async listen({ host, port }: Readonly<HealthConfig>): Promise<number> {
    const server = createServer((request, response) => this.#answer(request.url ?? '', response));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => reject(refusal(error, host, port)));
      server.listen(port, host, resolve);
    });
    server.unref();
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  async close(): Promise<void> {
    const server = this.#server;
    if (!server?.listening) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  #answer(path: string, response: ServerResponse): void {
    if (path === '/metrics') {
      void this.#answerMetrics(response);
      return;
    }
    if (path !== '/livez' && path !== '/readyz') {
      response.writeHead(NOT_FOUND).end('not found; available: /livez, /readyz, /metrics\n');
      return;
    }
    const { ok, detail } = this.#checks.get(path)?.() ?? { ok: true, detail: 'ok' };
    response.writeHead(ok ? OK : UNAVAILABLE, { 'content-type': 'text/plain' }).end(`${detail}\n`);
  }

  async #answerMetrics(response: ServerResponse): Promise<void> {
    try {
      const text = await this.metrics.text();
      response.writeHead(OK, { 'content-type': this.metrics.contentType }).end(text);
    } catch (error) {
      response.writeHead(FAILED).end(`${formatError(error)}\n`);
    }
  }
}

/**
 * Starts the health server of an app, which is not ready until its check is replaced; it is closed when the app stops.
 * @param detail why the app is not ready yet.
 */
export async function startHealth(
  { settings, onStop }: Pick<ServiceContext<{ health: typeof HealthConfig }>, 'settings' | 'onStop'>,
  metrics: MetricsSource,
  detail = 'starting',
): Promise<HealthServer> {
  const health = new HealthServer(metrics);
  onStop(() => health.close());
  health.set('readyz', () => ({ ok: false, detail }));
  await health.listen(settings.health);
  return health;
}

/** Ready while all of the services respond. */
export function readyWhileUp(...services: readonly Pick<Availability, 'isUp' | 'service'>[]): HealthCheck {
  return () => {
    const waitingFor = services.flatMap(({ isUp, service }) => (isUp ? [] : [service]));
    const ok = waitingFor.length === 0;
    return { ok, detail: ok ? 'ok' : `waiting for ${waitingFor.join(', ')}` };
  };
}

function refusal(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return ConfigurationError.of(
      HEALTH_PORT,
      `port ${port} of ${host} is already in use; choose another port, or 0 for any free one`,
    );
  }
  return ConfigurationError.of('HEALTH_HOST', `cannot listen on ${host}:${port}: ${error.message}`);
}
