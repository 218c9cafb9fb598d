import { BlockList, isIP, isIPv4 } from 'node:net';

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
const EMBEDDING_PREFIXES = ['::ffff:', '::', '64:ff9b::'];
const EMBEDDING_BITS = 96;
const IPV6_BITS = 128;
const IPV4_BITS = 32;

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
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    return this.#allowed.check(address, family) || !this.#forbidden.check(address, family);
  }
}

/** Adds an IPv4 network in each of its IPv6 notations as well. */
function toBlockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    if (isIPv4(address)) {
      const prefixBits = Number(bits ?? IPV4_BITS);
      list.addSubnet(address, prefixBits, 'ipv4');
      for (const prefix of EMBEDDING_PREFIXES)
        list.addSubnet(prefix + address, EMBEDDING_BITS + prefixBits, 'ipv6');
    } else list.addSubnet(address, Number(bits ?? IPV6_BITS), 'ipv6');
  }
  return list;
}
