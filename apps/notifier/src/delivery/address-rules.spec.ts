import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AddressRules } from './address-rules.ts';

const rules = new AddressRules();

describe('AddressRules', () => {
  it.each([
    '127.0.0.1',
    '127.255.0.9',
    '0.0.0.0',
    '169.254.169.254',
    '168.63.129.16',
    '100.100.100.200',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'febf::1',
    'fec0::1',
    'ff02::1',
    'fd00:ec2::254',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:169.254.169.254',
    '::127.0.0.1',
    '64:ff9b::a9fe:a9fe',
    'localhost',
    '',
  ])('forbid %j', (address) => {
    expect(rules.allows(address)).toBe(false);
  });

  it.each([
    '93.184.216.34',
    '10.0.0.5',
    '192.168.1.9',
    '172.16.0.1',
    '2001:db8::1',
    'fd12::1',
    '::ffff:10.0.0.5',
  ])('allow %s', (address) => {
    expect(rules.allows(address)).toBe(true);
  });

  it('allow what a setting names, in every form, and no more', () => {
    const lenient = new AddressRules(['127.0.0.0/8', '::1', '']);
    expect(lenient.allows('127.0.0.1')).toBe(true);
    expect(lenient.allows('::ffff:127.0.0.1')).toBe(true);
    expect(lenient.allows('::1')).toBe(true);
    expect(lenient.allows('169.254.169.254')).toBe(false);
  });

  it('forbid a loopback address in whatever IPv6 form', () => {
    fc.assert(
      fc.property(fc.nat({ max: 0xff_ff_ff }), (host) => {
        const bytes = [127, host >> 16, (host >> 8) & 0xff, host & 0xff];
        const dotted = bytes.join('.');
        return ['', '::ffff:', '::', '64:ff9b::'].every((prefix) => !rules.allows(prefix + dotted));
      }),
    );
  });
});
