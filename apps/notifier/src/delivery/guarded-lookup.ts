import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { AddressRules } from './address-rules.ts';

/** A receiver's host name resolves only to addresses that the notifier does not connect to. */
export class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError';

  constructor(host: string, addresses: readonly string[]) {
    super(
      `${host} resolves to ${addresses.join(', ')}, which is not allowed; add an exception to NOTIFIER_ALLOWED_NETWORKS`,
    );
  }
}

/** `dns.lookup` of all addresses of a name. */
export type Resolve = (
  hostname: string,
  options: { readonly all: true },
  callback: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

/**
 * Creates a `lookup` for connections that returns only allowed addresses. The connection uses that result, so a name cannot
 * resolve to another address between the check and the connection (DNS rebinding).
 */
export function guardedLookup(rules: AddressRules, resolve: Resolve = lookup): LookupFunction {
  return (hostname, { all }, callback) => {
    resolve(hostname, { all: true }, (error, addresses) => {
      const allowed = error ? [] : addresses.filter(({ address }) => rules.allows(address));
      const [first] = allowed;
      if (error) callback(error, '');
      else if (first === undefined)
        callback(
          new ForbiddenAddressError(
            hostname,
            addresses.map(({ address }) => address),
          ),
          '',
        );
      else if (all) callback(null, [...allowed]);
      else callback(null, first.address, first.family);
    });
  };
}

/**
 * Checks a host that is an IP address, which connections use without a lookup.
 * @throws ForbiddenAddressError
 */
export function requireAllowedHost(host: string, rules: AddressRules): void {
  const address = host.replace(/^\[|\]$/g, '');
  if (isIP(address) !== 0 && !rules.allows(address)) throw new ForbiddenAddressError(host, [address]);
}
