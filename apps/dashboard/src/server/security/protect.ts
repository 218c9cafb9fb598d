import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { MS_PER_MINUTE } from '@weather/weather-schema';
import type { FastifyInstance } from 'fastify';
import { HttpError } from '../http-error.ts';
import { toClientKey } from './client-key.ts';
import { type Login, requireLogin } from './login.ts';
import { isIPv6 } from 'node:net';
import type { DashboardConfig } from '../../dashboard-config.ts';

export interface Protection {
  /** The names that the server answers to; `undefined` is any. */
  readonly hosts: ReadonlySet<string> | undefined;
  /** Requests of one client in a minute. */
  readonly requestsPerMinute: number;
  /** Addresses and networks of servers that say, by X-Forwarded-For, whom they ask for. */
  readonly trustedProxies: readonly string[];
  /** Without one everybody may look. */
  readonly login: Login | undefined;
}

const TOO_MANY_REQUESTS = 429;
const METHOD_NOT_ALLOWED = 405;
const METHODS = ['GET', 'HEAD'];

/** The page loads nothing from elsewhere, has no script or style in its text, and stands in no frame. */
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

/** What holds for every request; before any route is added. */
export async function protect(
  server: FastifyInstance,
  { hosts, requestsPerMinute, login }: Omit<Protection, 'trustedProxies'>,
): Promise<void> {
  await server.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
    // Whoever speaks TLS in front of it says so.
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
      new HttpError(TOO_MANY_REQUESTS, `Too many requests. Try again in ${after}.`),
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
    done(new HttpError(METHOD_NOT_ALLOWED, 'Only GET and HEAD are allowed.'));
  });
}

const MISDIRECTED = 421;
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Which names a request may call this server by; `undefined` is any. A server that only this machine reaches answers to no
 * other name by itself: a page elsewhere that lets its own name point here (DNS rebinding) would read what is shown.
 * @param host what the server listens on.
 */
export function hostsFor(host: string, named: readonly string[]): ReadonlySet<string> | undefined {
  const isLoopback = LOOPBACK_NAMES.includes(isIPv6(host) ? `[${host}]` : host);
  if (!isLoopback && named.length === 0) return undefined;
  return new Set([...LOOPBACK_NAMES, ...named.map((name) => name.toLowerCase())]);
}

/** Refuses requests that call this server by another name. */
function checkHost(server: FastifyInstance, allowed: ReadonlySet<string>): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const name = request.headers.host?.replace(/:\d*$/, '').toLowerCase() ?? '';
    done(
      allowed.has(name)
        ? undefined
        : new HttpError(
            MISDIRECTED,
            'Requests for this host name are not accepted; see DASHBOARD_ALLOWED_HOSTS.',
          ),
    );
  });
}

/** How the settings want the server to be protected. */
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
