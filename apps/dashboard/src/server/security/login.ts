import { createHash, timingSafeEqual } from 'node:crypto';
import basicAuth from '@fastify/basic-auth';
import type { FastifyInstance } from 'fastify';
import { HttpError } from '../http-error.ts';
import { toClientKey } from './client-key.ts';

const UNAUTHORIZED = 401;
const TOO_MANY_REQUESTS = 429;

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

/** The right password is always accepted: others behind the same address must not be locked out. */
function checkCredentials(
  attempt: Login,
  login: Login,
  failed: FailedLogins,
  client: string,
): Error | undefined {
  const isUser = isSame(attempt.user, login.user);
  const isPassword = isSame(attempt.password, login.password);
  if (isUser && isPassword) return undefined;
  if (failed.isBlocked(client))
    return new HttpError(TOO_MANY_REQUESTS, 'Too many failed logins. Try again in a minute.');
  failed.add(client);
  return new HttpError(UNAUTHORIZED, 'Login required.');
}

/** Compares in constant time: digests have equal lengths. */
function isSame(attempt: string, expected: string): boolean {
  return timingSafeEqual(digest(attempt), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

interface Failures {
  count: number;
  /** When they are forgotten. */
  readonly until: number;
}

const MAX_FAILURES = 20;
const REMEMBERED_MS = 60_000;
const MAX_ADDRESSES = 10_000;

/** Who has failed to log in, so that passwords cannot be tried in great number. Remembers a bounded number of addresses. */
export class FailedLogins {
  /** In the order of their first failure, which is that of their end. */
  readonly #failures = new Map<string, Failures>();

  /** @param now milliseconds of a clock that only goes forward. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Whether an address has failed too often within a minute. */
  isBlocked(address: string): boolean {
    this.#forget();
    return (this.#failures.get(address)?.count ?? 0) >= MAX_FAILURES;
  }

  add(address: string): void {
    this.#forget();
    const known = this.#failures.get(address);
    if (known !== undefined) known.count += 1;
    else this.#failures.set(address, { count: 1, until: this.now() + REMEMBERED_MS });
  }

  #forget(): void {
    const now = this.now();
    for (const [address, { until }] of this.#failures) {
      if (until > now && this.#failures.size <= MAX_ADDRESSES) return;
      this.#failures.delete(address);
    }
  }
}
