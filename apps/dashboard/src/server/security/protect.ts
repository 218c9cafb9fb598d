import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { MS_PER_MINUTE } from '@weather/weather-schema';
import type { FastifyInstance } from 'fastify';
import { HTTP_STATUS, HttpError } from '../../contract/http-error.ts';
import { toClientKey } from './client-key.ts';
import { requireLogin } from './login.ts';
import { isIPv6 } from 'node:net';
import type { DashboardConfig } from '../../dashboard-config.ts';

/** The settings that limit access to the server. */
export type Protection = Readonly<
  Pick<
    DashboardConfig,
    'host' | 'allowedHosts' | 'requestsPerMinute' | 'trustedProxies' | 'user' | 'password'
  >
>;

const METHODS = ['GET', 'HEAD'];

/** Forbids content from other origins, inline scripts and styles, and frames. */
const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  fontSrc: ["'self'"],
  manifestSrc: ["'self'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
};

/** Protects all routes that are added afterwards. */
export async function protect(
  server: FastifyInstance,
  { host, allowedHosts, requestsPerMinute, user, password }: Protection,
): Promise<void> {
  await server.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
    // The proxy that terminates TLS sets it.
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
  });
  const hosts = hostsFor(host, allowedHosts);
  if (hosts !== undefined) checkHost(server, hosts);
  allowReadingOnly(server);
  await server.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: MS_PER_MINUTE,
    keyGenerator: ({ ip }) => toClientKey(ip),
    errorResponseBuilder: (_request, { after }) =>
      new HttpError(HTTP_STATUS.tooManyRequests, `Too many requests. Try again in ${after}.`),
  });
  if (password !== undefined) await requireLogin(server, { user, password });
}

function allowReadingOnly(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    if (METHODS.includes(request.method)) {
      done();
      return;
    }
    void reply.header('allow', METHODS.join(', '));
    done(new HttpError(HTTP_STATUS.methodNotAllowed, 'Only GET and HEAD are allowed.'));
  });
}

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/**
 * The host names accepted in requests; any if undefined. A server that listens on loopback accepts only loopback names by
 * default, since a web page could otherwise read it by pointing its own name here (DNS rebinding).
 * @param host the address that the server listens on.
 */
export function hostsFor(host: string, named: readonly string[]): ReadonlySet<string> | undefined {
  const isLoopback = LOOPBACK_NAMES.includes(isIPv6(host) ? `[${host}]` : host);
  if (!isLoopback && named.length === 0) return undefined;
  return new Set([...LOOPBACK_NAMES, ...named.map((name) => name.toLowerCase())]);
}

/** Rejects requests for other host names. */
function checkHost(server: FastifyInstance, allowed: ReadonlySet<string>): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const name = request.headers.host?.replace(/:\d*$/, '').toLowerCase() ?? '';
    const message = 'Requests for this host name are not accepted; see DASHBOARD_ALLOWED_HOSTS.';
    done(allowed.has(name) ? undefined : new HttpError(HTTP_STATUS.misdirected, message));
  });
}
