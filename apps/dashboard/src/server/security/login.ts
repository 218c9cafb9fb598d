import { createHash, timingSafeEqual } from 'node:crypto';
import basicAuth from '@fastify/basic-auth';
import type { FastifyInstance } from 'fastify';
import { RequestProblem } from '../problem.ts';
import { FailedLogins } from './failed-logins.ts';

const UNAUTHORIZED = 401;
const TOO_MANY_REQUESTS = 429;

/** Whom the dashboard shows itself to. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/** Asks for a name and a password, for everything that there is; not too often. */
export async function requireLogin(server: FastifyInstance, login: Login): Promise<void> {
  const failed = new FailedLogins();
  await server.register(basicAuth, {
    authenticate: { realm: 'weather' },
    validate: (user, password, { ip }, _reply, done) =>
      done(refusalOf({ user, password }, login, failed, ip)),
  });
  server.addHook('preValidation', server.basicAuth);
}

function refusalOf(given: Login, login: Login, failed: FailedLogins, address: string): Error | undefined {
  if (failed.isBlocked(address))
    return new RequestProblem(TOO_MANY_REQUESTS, 'too many failed logins; try again in a minute');
  const isUser = isSame(given.user, login.user);
  const isPassword = isSame(given.password, login.password);
  if (isUser && isPassword) return undefined;
  failed.add(address);
  return new RequestProblem(UNAUTHORIZED, 'log in');
}

/** Takes the same time whatever is given: digests are of equal length. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
