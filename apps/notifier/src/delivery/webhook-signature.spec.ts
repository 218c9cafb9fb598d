import { describe, expect, it } from '@jest/globals';
import { signatureHeaders } from './webhook-channel.ts';

describe('signatureHeaders', () => {
  it('sign the second and the body, as in: printf 1700000000.{} | openssl dgst -sha256 -hmac secret', () => {
    expect(signatureHeaders('secret', '{}', 1_700_000_000_999)).toEqual({
      'X-Weather-Timestamp': '1700000000',
      'X-Weather-Signature': 'v1=b8569b78799ff9e3cbff0fc2d63a33a2b57f3282abd07c37ae5e8e7d79a5f163',
    });
  });

  it('differ with each second, each body and each secret', () => {
    const signature = (secret: string, body: string, now: number): string | undefined =>
      signatureHeaders(secret, body, now)['X-Weather-Signature'];
    const all = [
      signature('a', 'x', 0),
      signature('b', 'x', 0),
      signature('a', 'y', 0),
      signature('a', 'x', 1_000),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it('sign the bytes of the body in UTF-8', () => {
    expect(signatureHeaders('secret', 'é', 0)).not.toEqual(signatureHeaders('secret', 'e', 0));
  });
});
