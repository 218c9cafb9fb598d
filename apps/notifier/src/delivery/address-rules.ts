import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

/**
 * Networks that are forbidden unless a setting allows them: those that only this machine or its link reaches, and the metadata
 * services of clouds, which hand out secrets. Private networks are allowed, since receivers often are in one.
 * From the IANA special-purpose address registries (RFC 6890) and the documentation of the clouds.
 */
const FORBIDDEN_NETWORKS: readonly string[] = [
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/4',
  '255.255.255.255/32',
  // Metadata of Azure and of Alibaba Cloud.
  '168.63.129.16/32',
  '100.100.100.200/32',
  '::/128',
  '::1/128',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
  // Metadata of AWS.
  'fd00:ec2::254/128',
];

/** Prefixes under which an IPv6 address carries an IPv4 address in its last 32 bits (RFC 4291, RFC 6052). */
const EMBEDDING_NETWORKS: readonly string[] = ['::ffff:0:0/96', '::/96', '64:ff9b::/96'];
const EMBEDDED_BITS = 32;
const IPV6_BITS = 128;
const IPV4_BITS = 32;
const BYTE_BITS = 8;
const BYTE_MASK = 0xff;
const GROUP_BITS = 16;
const GROUPS = 8;
const HEXADECIMAL = 16;

/** Decides which addresses the notifier connects to. */
export class AddressRules {
  readonly #forbidden = toBlockList(FORBIDDEN_NETWORKS);
  readonly #allowed: BlockList;

  /** @param allowedNetworks exceptions: addresses, or networks in CIDR notation. */
  constructor(allowedNetworks: readonly string[] = []) {
    this.#allowed = toBlockList(allowedNetworks.filter((network) => network !== ''));
  }

  /** Whether connections to an address are allowed; false for anything but an IP address. */
  allows(address: string): boolean {
    if (isIP(address) === 0) return false;
    const forms = [address, embeddedIPv4(address) ?? address];
    if (forms.some((form) => contains(this.#allowed, form))) return true;
    return !forms.some((form) => contains(this.#forbidden, form));
  }
}

function toBlockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    list.addSubnet(address, bits === undefined ? getBits(address) : Number(bits), getFamily(address));
  }
  return list;
}

const EMBEDDING = toBlockList(EMBEDDING_NETWORKS);

function contains(list: BlockList, address: string): boolean {
  return list.check(address, getFamily(address));
}

function getFamily(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6';
}

function getBits(address: string): number {
  return isIPv4(address) ? IPV4_BITS : IPV6_BITS;
}

/** The IPv4 address embedded in an IPv6 address in any notation. */
function embeddedIPv4(address: string): string | undefined {
  if (!isIPv6(address) || !contains(EMBEDDING, address)) return undefined;
  const low = Number(toBigInt(address) & ((1n << BigInt(EMBEDDED_BITS)) - 1n));
  const bytes = [3, 2, 1, 0].map((byte) => (low >>> (byte * BYTE_BITS)) & BYTE_MASK);
  return bytes.join('.');
}

/** The 128 bits of an IPv6 address, without its zone. */
function toBigInt(address: string): bigint {
  const [bare = ''] = address.split('%');
  // The URL parser normalises an address to RFC 5952: groups of hexadecimal digits, no dots.
  const canonical = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const before = parseGroups(head);
  const after = tail === undefined ? [] : parseGroups(tail);
  const zeros = Array<number>(GROUPS - before.length - after.length).fill(0);
  return [...before, ...zeros, ...after].reduce(
    (value, group) => (value << BigInt(GROUP_BITS)) | BigInt(group),
    0n,
  );
}

function parseGroups(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, HEXADECIMAL));
}
