import { createHash, timingSafeEqual } from 'node:crypto';
import basicAuth from '@fastify/basic-auth';
import type { FastifyInstance } from 'fastify';
import { HTTP_STATUS, HttpError } from '../../contract/http-error.ts';
import { toClientKey } from './client-key.ts';

interface Login {
  readonly user: string;
  readonly password: string;
}

/** Requires a user name and a password for every request, and limits failed attempts. */
export async function requireLogin(server: FastifyInstance, login: Login): Promise<void> {
  const failed = new FailedLogins();
  await server.register(basicAuth, {
    authenticate: { realm: 'weather' },
    validate: (user, password, { ip }, _reply, done) =>
      done(checkCredentials({ user, password }, login, failed, toClientKey(ip))),
  });
  server.addHook('preValidation', server.basicAuth);
}

/** The right password is always accepted, so that nobody is locked out by others behind the same address. */
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
    return new HttpError(HTTP_STATUS.tooManyRequests, 'Too many failed logins. Try again in a minute.');
  failed.add(client);
  return new HttpError(HTTP_STATUS.unauthorized, 'Login required.');
}

/** Compares in constant time, since digests have equal lengths. */
function isSame(attempt: string, expected: string): boolean {
  return timingSafeEqual(digest(attempt), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

const MAX_FAILURES = 20;
const REMEMBERED_MS = 60_000;
const MAX_ADDRESSES = 10_000;

/** Counts failed logins of a bounded number of addresses, so that passwords cannot be guessed. */
export class FailedLogins {
  /** In the order of the first failure, and so of expiry. */
  readonly #failures = new Map<string, { count: number; readonly until: number }>();

  /** @param now a monotonic clock in milliseconds. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Whether an address has failed too often within the last minute. */
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
