import { describe, expect, it } from '@jest/globals';
import {
  isAccessDenied,
  isDuplicateKey,
  isTransient,
  isRejectedRow,
  isUntrustedServer,
} from './database-errors.ts';

const error = (fields: object): Error => Object.assign(new Error('from the server'), fields);

describe('database errors', () => {
  it.each([
    ['deadlock', { errno: 1213, sqlState: '40001' }],
    ['lock wait timeout', { errno: 1205, sqlState: 'HY000' }],
    ['read-only server', { errno: 1290, sqlState: 'HY000' }],
    ['full disk', { errno: 1021, sqlState: 'HY000' }],
    ['shutdown', { errno: 1053, sqlState: '08S01' }],
    ['killed connection', { errno: 1927, sqlState: '70100' }],
    ['statement that MariaDB cut off', { errno: 1969, sqlState: '70100' }],
    ['statement that is too large for the server', { errno: 1153, sqlState: '08S01' }],
    ['node of a cluster that is not ready', { errno: 1047, sqlState: '08S01' }],
    ['server that wants TLS', { errno: 3159, sqlState: 'HY000' }],
    ['failed TLS handshake', { code: 'HANDSHAKE_SSL_ERROR', fatal: true }],
    ['expired certificate', { code: 'CERT_HAS_EXPIRED' }],
    ['refused connection', { code: 'ECONNREFUSED' }],
    ['lost connection', { code: 'PROTOCOL_CONNECTION_LOST', fatal: true }],
  ])('takes a %s for an outage, never for a bad row', (_name, fields) => {
    expect([isTransient(error(fields)), isRejectedRow(error(fields))]).toEqual([true, false]);
  });

  it.each([
    ['value out of range', { errno: 1264, sqlState: '22003' }],
    ['value too long', { errno: 1406, sqlState: '22001' }],
    ['violated CHECK of MySQL', { errno: 3819, sqlState: 'HY000' }],
    ['violated CHECK of MariaDB', { errno: 4025, sqlState: '23000' }],
    ['SIGNAL of a trigger', { errno: 1644, sqlState: '45000' }],
  ])('takes a %s for a bad row, never for an outage', (_name, fields) => {
    expect([isTransient(error(fields)), isRejectedRow(error(fields))]).toEqual([false, true]);
  });

  it('takes a wrong password and a missing right for neither', () => {
    const denied = error({ errno: 1045, sqlState: '28000' });
    expect([isAccessDenied(denied), isTransient(denied), isRejectedRow(denied)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('knows a certificate that is not trusted by the words of the handshake', () => {
    const failed = (message: string): Error =>
      Object.assign(new Error(message), { code: 'HANDSHAKE_SSL_ERROR' });
    expect(isUntrustedServer(failed('certificate has expired'))).toBe(true);
    expect(isUntrustedServer(failed('read ECONNRESET'))).toBe(false);
    expect(isUntrustedServer(error({ errno: 1644, sqlState: '45000' }))).toBe(false);
  });

  it('knows a repeat', () => {
    expect(isDuplicateKey(error({ errno: 1062, sqlState: '23000' }))).toBe(true);
  });

  it('takes a bug for none of these', () => {
    const bug = new TypeError('x is undefined');
    expect([isTransient(bug), isRejectedRow(bug), isAccessDenied(bug)]).toEqual([false, false, false]);
  });
});
