import { isIPv6 } from 'node:net';

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const GROUPS = 8;
/** Of 64 bits: what a provider gives to one customer. */
const NETWORK_GROUPS = 4;

/**
 * Whom an address counts as: itself, or for IPv6 its network of 64 bits, since whoever has one has all the addresses in it.
 * An IPv4 address is the same in both of its forms.
 */
export function toClientKey(address: string): string {
  const [, ipv4] = MAPPED_IPV4.exec(address) ?? [];
  if (ipv4 !== undefined) return ipv4;
  if (!isIPv6(address)) return address;
  return `${expandGroups(address).slice(0, NETWORK_GROUPS).join(':')}::/64`;
}

/** The eight groups of an address that the system has written: without leading zeros, with `::` at most once. */
function expandGroups(address: string): string[] {
  const [head = '', tail] = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname
    .slice(1, -1)
    .split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  return [...first, ...Array<string>(GROUPS - first.length - last.length).fill('0'), ...last];
}
