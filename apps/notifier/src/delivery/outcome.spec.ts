import { describe, expect, it } from '@jest/globals';
import { outcomeOfStatus, plainReason } from './outcome.ts';

describe('outcomeOfStatus', () => {
  it.each([200, 201, 202, 204])('takes %i for delivered', (status) => {
    expect(outcomeOfStatus(status, 'thanks')).toEqual({ kind: 'delivered' });
  });

  it.each([408, 429, 500, 502, 503, 504])('tries again after %i', (status) => {
    expect(outcomeOfStatus(status, '')).toEqual({ kind: 'failed', reason: `HTTP ${status}` });
  });

  it.each([400, 401, 403, 404, 410, 413, 422])(
    'takes %i for a refusal, with what the receiver says',
    (status) => {
      expect(outcomeOfStatus(status, ' no\n')).toEqual({ kind: 'refused', reason: `HTTP ${status}: no` });
    },
  );

  it.each([301, 302, 307, 308])('follows no redirect: %i is a refusal', (status) => {
    expect(outcomeOfStatus(status, '')).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching('redirects'),
    });
  });
});

describe('plainReason', () => {
  it('makes one short line of what a receiver says', () => {
    expect(plainReason(' no\r\n\u001b[31msuch\u0000channel\n')).toBe('no [31msuch channel');
    expect(plainReason('x'.repeat(1_000))).toHaveLength(300);
    expect(plainReason(`${'x'.repeat(299)}😀`).isWellFormed()).toBe(true);
  });
});
