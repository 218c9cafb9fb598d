import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ValidateBy } from 'class-validator';
import { ConfigurationError } from './configuration-error.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^]+?-----END CERTIFICATE-----/g;

/** OpenSSL's and Node's codes for an invalid certificate: unknown issuer, other name, expired. */
const UNTRUSTED = /certificate/i;

/** Declares that a path of certificates is given only where TLS is on: the property `tls` of the same class. */
export function OnlyWithTls(): PropertyDecorator {
  return ValidateBy({
    name: 'onlyWithTls',
    validator: { validate: (_path, given) => (given?.object as { readonly tls?: unknown }).tls === true },
  });
}

/**
 * The certificates in the PEM file that a setting names.
 * @throws ConfigurationError naming the variable and the path if it cannot be read or contains no certificate.
 */
export function readCertificates(env: string, path: string): string {
  const text = readFile(env, path);
  const found = text.match(CERTIFICATE) ?? [];
  if (found.length === 0) throw ConfigurationError.of(env, `"${path}" holds no certificate in PEM format`);
  for (const pem of found) requireReadable(env, path, pem);
  return text;
}

/** Whether a connection failed because the certificate of the server is not trusted. */
export function isUntrustedCertificate(error: unknown): boolean {
  return error instanceof Error && UNTRUSTED.test(error.message);
}

function readFile(env: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw ConfigurationError.of(env, `"${path}" cannot be read: ${(error as Error).message}`);
  }
}

function requireReadable(env: string, path: string, pem: string): void {
  try {
    new X509Certificate(pem);
  } catch (error) {
    throw ConfigurationError.of(
      env,
      `"${path}" holds a certificate that cannot be read: ${(error as Error).message}`,
    );
  }
}
