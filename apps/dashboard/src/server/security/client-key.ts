import { isIPv6 } from 'node:net';

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const GROUPS = 8;
/** The 64 bits that a provider assigns to one customer. */
const NETWORK_GROUPS = 4;

/** The key by which a client is limited: its IPv4 address, in either form, or its IPv6 /64 network, which it owns as a whole. */
export function toClientKey(address: string): string {
  const [, ipv4] = MAPPED_IPV4.exec(address) ?? [];
  if (ipv4 !== undefined) return ipv4;
  if (!isIPv6(address)) return address;
  return `${expandGroups(address).slice(0, NETWORK_GROUPS).join(':')}::/64`;
}

/** Expands a normalized address to its eight groups. */
function expandGroups(address: string): string[] {
  const [head = '', tail] = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname
    .slice(1, -1)
    .split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  return [...first, ...Array<string>(GROUPS - first.length - last.length).fill('0'), ...last];
}
