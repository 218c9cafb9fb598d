import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { HttpError } from '../http-error.ts';
import { toClientKey } from './client-of.ts';
import { checkHost } from './host-check.ts';
import { requireLogin, type Login } from './login.ts';

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
const MINUTE_MS = 60_000;

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
    timeWindow: MINUTE_MS,
    keyGenerator: ({ ip }) => toClientKey(ip),
    errorResponseBuilder: (_request, { after }) =>
      new HttpError(TOO_MANY_REQUESTS, `too many requests; try again in ${after}`),
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
    done(new HttpError(METHOD_NOT_ALLOWED, 'this server only answers GET and HEAD'));
  });
}
