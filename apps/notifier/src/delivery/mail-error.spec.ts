import { describe, expect, it } from '@jest/globals';
import { outcomeOfMailError } from './mail-error.ts';

function failure(code: string, responseCode?: number): Error {
  return Object.assign(new Error('said the server'), { code, responseCode });
}

describe('outcomeOfMailError', () => {
  it.each([
    ['an unknown recipient', failure('EENVELOPE', 550)],
    ['a message that is not taken', failure('EMESSAGE', 554)],
  ])('takes %s for a refusal', (_name, error) => {
    expect(outcomeOfMailError(error)).toEqual({ kind: 'refused', reason: 'said the server' });
  });

  it.each([
    ['greylisting', failure('EENVELOPE', 451)],
    ['a full mailbox', failure('EMESSAGE', 452)],
    ['a refused login', failure('EAUTH', 535)],
    ['a server that is away', failure('ECONNREFUSED')],
    ['what is no error of SMTP', 'odd'],
  ])('tries again after %s', (_name, error) => {
    expect(outcomeOfMailError(error).kind).toBe('failed');
  });
});
