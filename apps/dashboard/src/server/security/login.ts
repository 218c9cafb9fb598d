import { createHash, timingSafeEqual } from 'node:crypto';
import basicAuth from '@fastify/basic-auth';
import type { FastifyInstance } from 'fastify';
import { RequestProblem } from '../problem.ts';

const UNAUTHORIZED = 401;

/** Whom the dashboard shows itself to. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/** Asks for a name and a password, for everything that there is. */
export async function requireLogin(server: FastifyInstance, { user, password }: Login): Promise<void> {
  await server.register(basicAuth, {
    authenticate: { realm: 'weather' },
    validate: (givenUser, givenPassword, _request, _reply, done) => {
      const isUser = isSame(givenUser, user);
      const isPassword = isSame(givenPassword, password);
      done(isUser && isPassword ? undefined : new RequestProblem(UNAUTHORIZED, 'log in'));
    },
  });
  // Behind the limit of requests, so that passwords cannot be tried without end.
  server.addHook('preValidation', server.basicAuth);
}

/** Takes the same time whatever is given: digests are of equal length. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
