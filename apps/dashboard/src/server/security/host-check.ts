import { isIPv6 } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { HttpError } from '../http-error.ts';

const MISDIRECTED = 421;
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Which names a request may call this server by; `undefined` is any. A server that only this machine reaches answers to no
 * other name by itself: a page elsewhere that lets its own name point here (DNS rebinding) would read what is shown.
 * @param host what the server listens on.
 */
export function allowedHosts(host: string, named: readonly string[]): ReadonlySet<string> | undefined {
  const isLoopback = LOOPBACK_NAMES.includes(isIPv6(host) ? `[${host}]` : host);
  if (!isLoopback && named.length === 0) return undefined;
  return new Set([...LOOPBACK_NAMES, ...named.map((name) => name.toLowerCase())]);
}

/** Refuses requests that call this server by another name. */
export function checkHost(server: FastifyInstance, allowed: ReadonlySet<string>): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const name = request.headers.host?.replace(/:\d*$/, '').toLowerCase() ?? '';
    done(
      allowed.has(name)
        ? undefined
        : new HttpError(MISDIRECTED, 'this server is not known by the name that it was asked by'),
    );
  });
}
