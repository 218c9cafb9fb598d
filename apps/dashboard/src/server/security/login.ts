import { createHash, timingSafeEqual } from 'node:crypto';
import basicAuth from '@fastify/basic-auth';
import type { FastifyInstance } from 'fastify';
import { HttpError } from '../http-error.ts';
import { toClientKey } from './client-of.ts';
import { FailedLogins } from './failed-logins.ts';

const UNAUTHORIZED = 401;
const TOO_MANY_REQUESTS = 429;

/** Whom the dashboard shows itself to. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/** Asks for a name and a password, for everything that there is. Wrong ones are not taken too often, right ones always. */
export async function requireLogin(server: FastifyInstance, login: Login): Promise<void> {
  const failed = new FailedLogins();
  await server.register(basicAuth, {
    authenticate: { realm: 'weather' },
    validate: (user, password, { ip }, _reply, done) =>
      done(checkCredentials({ user, password }, login, failed, toClientKey(ip))),
  });
  server.addHook('preValidation', server.basicAuth);
}

/** Whoever shares an address with somebody who tries passwords, behind a proxy or a provider, is not kept out by it. */
function checkCredentials(
  given: Login,
  login: Login,
  failed: FailedLogins,
  client: string,
): Error | undefined {
  const isUser = isSame(given.user, login.user);
  const isPassword = isSame(given.password, login.password);
  if (isUser && isPassword) return undefined;
  if (failed.isBlocked(client))
    return new HttpError(TOO_MANY_REQUESTS, 'too many failed logins; try again in a minute');
  failed.add(client);
  return new HttpError(UNAUTHORIZED, 'log in');
}

/** Takes the same time whatever is given: digests are of equal length. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
