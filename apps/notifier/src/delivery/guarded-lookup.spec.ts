import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from '@jest/globals';
import { AddressRules } from './address-rules.ts';
import { ForbiddenAddressError, guardedLookup, requireAllowedHost, type Resolve } from './guarded-lookup.ts';

const rules = new AddressRules();
const PUBLIC = { address: '93.184.216.34', family: 4 };
const LOOPBACK = { address: '127.0.0.1', family: 4 };

function found(addresses: readonly LookupAddress[], error: Error | null = null): Resolve {
  return (_hostname, _options, callback) => callback(error, addresses);
}

function lookUp(resolve: Resolve, all: boolean): unknown[] {
  let answer: unknown[] = [];
  guardedLookup(rules, resolve)('receiver.example', { all }, (...result) => {
    answer = result;
  });
  return answer;
}

describe('guardedLookup', () => {
  it('returns the allowed addresses, in both forms that a connection asks for', () => {
    expect(lookUp(found([LOOPBACK, PUBLIC]), true)).toEqual([null, [PUBLIC]]);
    expect(lookUp(found([LOOPBACK, PUBLIC]), false)).toEqual([null, PUBLIC.address, PUBLIC.family]);
  });

  it('fails with the reason when no address is allowed', () => {
    const [error] = lookUp(found([LOOPBACK]), true);
    expect(error).toBeInstanceOf(ForbiddenAddressError);
    expect((error as Error).message).toMatch(
      /receiver.example resolves to 127.0.0.1.*NOTIFIER_ALLOWED_NETWORKS/,
    );
  });

  it('passes on the error of an unknown name', () => {
    const unknown = new Error('ENOTFOUND');
    expect(lookUp(found([], unknown), true)[0]).toBe(unknown);
  });
});

describe('requireAllowedHost', () => {
  it.each(['127.0.0.1', '[::1]', '[::ffff:7f00:1]'])('rejects %s', (host) => {
    expect(() => requireAllowedHost(host, rules)).toThrow(ForbiddenAddressError);
  });

  it.each(['receiver.example', '93.184.216.34', '[2001:db8::1]'])('accepts %s', (host) => {
    expect(() => requireAllowedHost(host, rules)).not.toThrow();
  });
});
