import { isIP, isIPv4 } from 'node:net';
import { Validate, ValidatorConstraint } from 'class-validator';
import { FromEnv } from './setting.ts';

const IPV4_BITS = 32;
const IPV6_BITS = 128;

@ValidatorConstraint({ name: 'areNetworks' })
class AreNetworks {
  validate(value: unknown): boolean {
    return Array.isArray(value) && value.every((network) => network === '' || isNetwork(String(network)));
  }
}

/** A setting that holds addresses and networks, an empty list by default. */
export function NetworksFromEnv(env: string, description: string): PropertyDecorator {
  const allowed = 'addresses or networks, separated by commas, such as 127.0.0.0/8,::1';
  return FromEnv({ env, type: 'list', description, allowed }, Validate(AreNetworks));
}

/** Whether a text is an IP address or a network in CIDR notation. */
export function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  if (isIP(address) === 0 || rest.length > 0) return false;
  const maxBits = isIPv4(address) ? IPV4_BITS : IPV6_BITS;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= maxBits);
}
