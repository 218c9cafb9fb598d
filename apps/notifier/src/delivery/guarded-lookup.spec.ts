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

function look(resolve: Resolve, all: boolean): unknown[] {
  let answer: unknown[] = [];
  guardedLookup(rules, resolve)('receiver.example', { all }, (...given) => {
    answer = given;
  });
  return answer;
}

describe('guardedLookup', () => {
  it('gives the addresses that are allowed, in both forms that a connection asks for', () => {
    expect(look(found([LOOPBACK, PUBLIC]), true)).toEqual([null, [PUBLIC]]);
    expect(look(found([LOOPBACK, PUBLIC]), false)).toEqual([null, PUBLIC.address, PUBLIC.family]);
  });

  it('fails when none is, with the reason', () => {
    const [error] = look(found([LOOPBACK]), true);
    expect(error).toBeInstanceOf(ForbiddenAddressError);
    expect((error as Error).message).toMatch(/receiver.example is at 127.0.0.1.*NOTIFIER_ALLOWED_NETWORKS/);
  });

  it('passes on that a name is unknown', () => {
    const unknown = new Error('ENOTFOUND');
    expect(look(found([], unknown), true)[0]).toBe(unknown);
  });
});

describe('requireAllowedHost', () => {
  it.each(['127.0.0.1', '[::1]', '[::ffff:7f00:1]'])('refuses %s', (host) => {
    expect(() => requireAllowedHost(host, rules)).toThrow(ForbiddenAddressError);
  });

  it.each(['receiver.example', '93.184.216.34', '[2001:db8::1]'])('takes %s', (host) => {
    expect(() => requireAllowedHost(host, rules)).not.toThrow();
  });
});
