import { describe, expect, it } from '@jest/globals';
import { classifyMailError, classifyStatus, toReason } from './outcome.ts';

describe('classifyStatus', () => {
  it.each([200, 201, 202, 204])('classifies %i as delivered', (status) => {
    expect(classifyStatus(status, 'thanks')).toEqual({ kind: 'delivered' });
  });

  it.each([408, 429, 500, 502, 503, 504])('retries after %i', (status) => {
    expect(classifyStatus(status, '')).toEqual({ kind: 'retryable', reason: `HTTP ${status}` });
  });

  it.each([400, 401, 403, 404, 410, 413, 422])(
    'classifies %i as a rejection, with the text of the receiver',
    (status) => {
      expect(classifyStatus(status, ' no\n')).toEqual({ kind: 'rejected', reason: `HTTP ${status}: no` });
    },
  );

  it.each([301, 302, 307, 308])('does not follow redirects: %i is a rejection', (status) => {
    expect(classifyStatus(status, '')).toMatchObject({
      kind: 'rejected',
      reason: expect.stringMatching('redirects'),
    });
  });
});

describe('toReason', () => {
  it('shortens the text of a receiver to one line', () => {
    expect(toReason(' no\r\n\u001b[31msuch\u0000channel\n')).toBe('no [31msuch channel');
    expect(toReason('x'.repeat(1_000))).toHaveLength(300);
    expect(toReason(`${'x'.repeat(299)}😀`).isWellFormed()).toBe(true);
  });
});

function failure(code: string, responseCode?: number): Error {
  return Object.assign(new Error('server message'), { code, responseCode });
}

describe('classifyMailError', () => {
  it.each([
    ['an unknown recipient', failure('EENVELOPE', 550)],
    ['a message that is not accepted', failure('EMESSAGE', 554)],
  ])('rejects after %s', (_name, error) => {
    expect(classifyMailError(error)).toEqual({ kind: 'rejected', reason: 'server message' });
  });

  it.each([
    ['greylisting', failure('EENVELOPE', 451)],
    ['a full mailbox', failure('EMESSAGE', 452)],
    ['a failed login', failure('EAUTH', 535)],
    ['an unreachable server', failure('ECONNREFUSED')],
    ['an error that is not from SMTP', 'odd'],
  ])('retries after %s', (_name, error) => {
    expect(classifyMailError(error).kind).toBe('retryable');
  });
});
