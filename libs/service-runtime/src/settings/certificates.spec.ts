import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isUntrustedCertificate, readCertificates } from './certificates.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'weather-certificates-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(content: string): string {
  const path = join(folder, 'ca.pem');
  writeFileSync(path, content);
  return path;
}

describe('readCertificates', () => {
  it('gives the certificates of a file', () => {
    const key = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-keyout',
      '/dev/null',
    ];
    const pem = execFileSync('openssl', ['req', '-x509', ...key, '-subj', '/CN=ca'], { stdio: 'pipe' });
    expect(readCertificates('X_CA_PATH', file(pem.toString()))).toBe(pem.toString());
  });

  it.each([
    ['without one', 'hello', /X_CA_PATH: ".*ca.pem" holds no certificate in PEM format/],
    [
      'with one that is cut off',
      '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
      /X_CA_PATH: ".*ca.pem" holds a certificate that cannot be read/,
    ],
    [
      'with a key alone',
      '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n',
      /X_CA_PATH: ".*ca.pem" holds no certificate/,
    ],
  ])('refuses a file %s, naming the setting', (_name, content, message) => {
    expect(() => readCertificates('X_CA_PATH', file(content))).toThrow(message);
  });
});

describe('isUntrustedCertificate', () => {
  it.each([
    'certificate has expired',
    'unable to verify the first certificate',
    'self-signed certificate in certificate chain',
    "Hostname/IP does not match certificate's altnames: Host: a. is not in the cert's altnames: DNS:b",
  ])('knows "%s"', (message) => {
    expect(isUntrustedCertificate(new Error(message))).toBe(true);
  });

  it('takes a broken connection for something else', () => {
    expect(isUntrustedCertificate(new Error('read ECONNRESET'))).toBe(false);
  });
});
