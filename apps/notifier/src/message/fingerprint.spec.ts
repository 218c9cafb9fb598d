import { describe, expect, it } from '@jest/globals';
import { fingerprint } from './to-alertmanager-alert.ts';

describe('fingerprint', () => {
  it('is the one of Prometheus, by the values of its own tests', () => {
    expect(BigInt(`0x${fingerprint({})}`)).toBe(14_695_981_039_346_656_037n);
    const labels = { name: 'garland, briggs', fear: 'love is not enough' };
    expect(BigInt(`0x${fingerprint(labels)}`)).toBe(5_799_056_148_416_392_346n);
  });

  it('does not depend on the order of the labels, and does on each of them', () => {
    expect(fingerprint({ a: '1', b: '2' })).toBe(fingerprint({ b: '2', a: '1' }));
    expect(fingerprint({ a: '1', b: '2' })).not.toBe(fingerprint({ a: '12', b: '' }));
  });

  it('has 16 digits', () => {
    for (let id = 0; id < 100; id++) expect(fingerprint({ station: String(id) })).toMatch(/^[0-9a-f]{16}$/);
  });
});
