import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { AddressRules } from './address-rules.ts';

/** A receiver's name leads to addresses that the notifier does not connect to. */
export class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError';

  constructor(host: string, addresses: readonly string[]) {
    super(
      `${host} is at ${addresses.join(', ')}, where no receiver may be; NOTIFIER_ALLOWED_NETWORKS names exceptions`,
    );
  }
}

/** Finds the addresses of a name: `dns.lookup` with all of them. */
export type Resolve = (
  hostname: string,
  options: { readonly all: true },
  callback: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

/**
 * The `lookup` of a connection: what it returns is what is connected to, so a name cannot lead elsewhere between the check
 * and the connection (DNS rebinding).
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
 * An address in place of a name is connected to without any lookup.
 * @throws ForbiddenAddressError
 */
export function requireAllowedHost(host: string, rules: AddressRules): void {
  const address = host.replace(/^\[|\]$/g, '');
  if (isIP(address) !== 0 && !rules.allows(address)) throw new ForbiddenAddressError(host, [address]);
}
