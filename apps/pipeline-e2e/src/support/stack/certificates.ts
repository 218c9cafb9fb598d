import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SUBJECT = 'subjectAltName=';
const NAMES = {
  good: 'DNS:localhost,IP:127.0.0.1',
  /** For clients that connect by name, not by address. */
  nameOnly: 'DNS:localhost',
  wrongName: 'DNS:evil.example',
  expired: 'DNS:localhost,IP:127.0.0.1',
} as const;
const DAYS = 2;
const EXPIRED = -1;

export type CertificateName = keyof typeof NAMES;

/** Certificates for one spec file, created with `openssl` in a temporary folder. */
export class TestCertificates {
  private constructor(private readonly folder: string) {}

  static async make(): Promise<TestCertificates> {
    const made = new TestCertificates(await mkdtemp(join(tmpdir(), 'weather-certificates-')));
    await made.#authority('ca');
    await made.#authority('other-ca');
    await made.#openssl('req', '-new', ...made.#key('server'), '-out', 'server.csr', '-subj', '/CN=server');
    for (const name of Object.keys(NAMES) as CertificateName[]) await made.#sign(name);
    await writeFile(made.path('no-certificate.pem'), 'not a certificate\n');
    return made;
  }

  /** The CA that has signed the server certificates. */
  get ca(): string {
    return this.path('ca.pem');
  }

  /** A CA that has signed none of them. */
  get otherCa(): string {
    return this.path('other-ca.pem');
  }

  get key(): string {
    return this.path('server.key');
  }

  /** The file from which a server reads its certificate; `present` replaces it. */
  get presented(): string {
    return this.path('shown.pem');
  }

  /** Chooses the certificate that the server presents from its next start on. */
  async present(name: CertificateName): Promise<void> {
    await copyFile(this.path(`${name}.pem`), this.presented);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  async #authority(name: string): Promise<void> {
    const subject = ['-subj', `/CN=${name}`, '-days', String(DAYS)];
    await this.#openssl('req', '-x509', ...this.#key(name), '-out', `${name}.pem`, ...subject);
  }

  async #sign(name: CertificateName): Promise<void> {
    await writeFile(this.path('names'), SUBJECT + NAMES[name]);
    const days = String(name === 'expired' ? EXPIRED : DAYS);
    const authority = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'];
    const request = ['-req', '-in', 'server.csr', '-extfile', 'names', '-days', days];
    await this.#openssl('x509', ...request, ...authority, '-out', `${name}.pem`);
  }

  #key(name: string): string[] {
    return ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', `${name}.key`];
  }

  async #openssl(...args: string[]): Promise<void> {
    await run('openssl', args, { cwd: this.folder });
  }
}
