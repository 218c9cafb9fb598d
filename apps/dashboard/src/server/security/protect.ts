import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { MS_PER_MINUTE } from '@weather/weather-schema';
import type { FastifyInstance } from 'fastify';
import { HTTP_STATUS, HttpError } from '../../contract/http-error.ts';
import { toClientKey } from './client-key.ts';
import { type Login, requireLogin } from './login.ts';
import { isIPv6 } from 'node:net';
import type { DashboardConfig } from '../../dashboard-config.ts';

export interface Protection {
  /** The accepted host names; any if undefined. */
  readonly hosts: ReadonlySet<string> | undefined;
  /** The maximum for one client. */
  readonly requestsPerMinute: number;
  /** Addresses and networks whose X-Forwarded-For header is trusted. */
  readonly trustedProxies: readonly string[];
  /** If undefined, everybody has access. */
  readonly login: Login | undefined;
}

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
  { hosts, requestsPerMinute, login }: Omit<Protection, 'trustedProxies'>,
): Promise<void> {
  await server.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
    // The proxy that terminates TLS sets it.
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
  });
  if (hosts !== undefined) checkHost(server, hosts);
  allowReadingOnly(server);
  await server.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: MS_PER_MINUTE,
    keyGenerator: ({ ip }) => toClientKey(ip),
    errorResponseBuilder: (_request, { after }) =>
      new HttpError(HTTP_STATUS.tooManyRequests, `Too many requests. Try again in ${after}.`),
  });
  if (login !== undefined) await requireLogin(server, login);
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
    done(
      allowed.has(name)
        ? undefined
        : new HttpError(
            HTTP_STATUS.misdirected,
            'Requests for this host name are not accepted; see DASHBOARD_ALLOWED_HOSTS.',
          ),
    );
  });
}

/** Maps the settings to a protection. */
export function toProtection({
  host,
  allowedHosts,
  requestsPerMinute,
  trustedProxies,
  user,
  password,
}: Readonly<DashboardConfig>): Protection {
  return {
    hosts: hostsFor(host, allowedHosts),
    requestsPerMinute,
    trustedProxies: trustedProxies.filter((network) => network !== ''),
    login: password === undefined ? undefined : { user, password },
  };
}
