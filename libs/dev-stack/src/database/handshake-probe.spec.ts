import { describe, expect, it } from '@jest/globals';
import { parseHandshake } from './handshake-probe.ts';

function packet(body: Buffer): Buffer {
  const header = Buffer.alloc(4);
  header.writeUIntLE(body.length, 0, 3);
  return Buffer.concat([header, body]);
}

function greeting(version: string): Buffer {
  return packet(Buffer.concat([Buffer.from([10]), Buffer.from(`${version}\0`), Buffer.alloc(20, 1)]));
}

describe('parseHandshake', () => {
  it('reads the version of MySQL, and of MariaDB without its prefix', () => {
    expect(parseHandshake(greeting('8.4.3'))).toBe('8.4.3');
    expect(parseHandshake(greeting('5.5.5-11.4.5-MariaDB'))).toBe('11.4.5-MariaDB');
  });

  it('waits for the whole packet', () => {
    const whole = greeting('8.4.3');
    expect(parseHandshake(whole.subarray(0, 2))).toBeUndefined();
    expect(parseHandshake(whole.subarray(0, -1))).toBeUndefined();
  });

  it('throws on an error packet', () => {
    const refusal = packet(
      Buffer.concat([Buffer.from([0xff, 0x10, 0x04]), Buffer.from('Too many connections')]),
    );
    expect(() => parseHandshake(refusal)).toThrow('Too many connections');
  });
});
