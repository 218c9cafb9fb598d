import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { AppProcess } from '../../support/stack/app-process.ts';
import { TestCertificates } from '../../support/stack/certificates.ts';
import { TestStack } from '../../support/stack/test-stack.ts';

const MISUSE = 2;
const RUNNING = /maintaining rollups/;

let certificates: TestCertificates;
let stack: TestStack;

beforeAll(async () => {
  certificates = await TestCertificates.make();
  await certificates.present('good');
  stack = await TestStack.start({
    start: { kafka: false },
    databaseOptions: [
      '--loose-ssl=ON',
      `--ssl-ca=${certificates.ca}`,
      `--ssl-cert=${certificates.presented}`,
      `--ssl-key=${certificates.key}`,
    ],
  });
  await stack.migrateTables('up');
});

afterEach(async () => {
  await stack.endApps();
});

afterAll(async () => {
  await stack.stop();
  await certificates.remove();
});

function app(environment: Record<string, string> = {}): AppProcess {
  const tls = { MAINTENANCE_INTERVAL_MS: '1000', MYSQL_TLS: 'true', MYSQL_TLS_CA_PATH: certificates.ca };
  return stack.app('maintenance', { ...tls, ...environment });
}

async function startAndFail(environment: Record<string, string>): Promise<string> {
  const maintenance = app(environment);
  await maintenance.exitedWith(MISUSE);
  expect(maintenance.output).not.toMatch(/^\s+at /m);
  return maintenance.output;
}

async function present(name: Parameters<TestCertificates['present']>[0]): Promise<void> {
  await stack.servers.database.stop();
  await certificates.present(name);
  await stack.servers.database.start();
}

describe('TLS to the database', () => {
  it.each(['localhost', '127.0.0.1'])('accepts a certificate for the host %s', async (host) => {
    await app({ MYSQL_HOST: host }).line(RUNNING);
  });

  it('rejects a certificate of an unknown authority at the start', async () => {
    expect(await startAndFail({ MYSQL_TLS_CA_PATH: certificates.otherCa })).toMatch(
      /MYSQL_TLS_CA_PATH: 127.0.0.1:\d+ shows a certificate that is not trusted: /,
    );
  });

  it('rejects a file without a certificate, and a CA path without TLS', async () => {
    const path = certificates.path('no-certificate.pem');
    expect(await startAndFail({ MYSQL_TLS_CA_PATH: path })).toMatch(
      /MYSQL_TLS_CA_PATH: ".*" holds no certificate/,
    );
    expect(await startAndFail({ MYSQL_TLS: 'false' })).toMatch(
      /MYSQL_TLS_CA_PATH=".*only with MYSQL_TLS=true/,
    );
  });

  it('names the setting if the server requires TLS', async () => {
    await stack.query('SET GLOBAL require_secure_transport = ON');
    const plain = { MYSQL_TLS: 'false', MYSQL_TLS_CA_PATH: '' };
    expect(await startAndFail(plain)).toMatch(/MYSQL_TLS: 127.0.0.1:\d+ does not take the connection: /);
    await stack.query('SET GLOBAL require_secure_transport = OFF');
  });

  it.each(['localhost', '127.0.0.1'])('rejects a certificate for another name than %s', async (host) => {
    await present('wrongName');
    expect(await startAndFail({ MYSQL_HOST: host })).toMatch(
      /MYSQL_TLS_CA_PATH: .* not trusted: Hostname\/IP does not match certificate's altnames/,
    );
  });

  it('rejects a certificate for a name if the host is an address', async () => {
    await present('nameOnly');
    expect(await startAndFail({ MYSQL_HOST: '127.0.0.1' })).toMatch(
      /IP: 127.0.0.1 is not in the cert's list/,
    );
    await app({ MYSQL_HOST: 'localhost' }).line(RUNNING);
  });

  it('waits for a valid certificate if it expires while the app runs, and rejects an expired one at the start', async () => {
    await present('good');
    const running = app();
    await running.line(RUNNING);
    await present('expired');
    expect(await running.line(/waiting for MySQL .*certificate has expired/)).toMatch(/warn/i);
    expect(await startAndFail({})).toMatch(/MYSQL_TLS_CA_PATH: .* not trusted: certificate has expired/);
    await present('good');
    await running.line(/MySQL at .* answers again/);
    expect(running.hasExited).toBe(false);
  });

  it('waits if its password is changed while the app runs', async () => {
    const { user, password } = stack.servers.mysql.users.maintenance;
    const identify = (by: string): Promise<object[]> =>
      stack.query(`ALTER USER '${user}'@'127.0.0.1' IDENTIFIED BY '${by}'`);
    const running = app();
    await running.line(RUNNING);
    await identify('changed');
    await killConnections(user);
    await running.line(/waiting for MySQL .*Access denied/);
    await identify(password);
    await running.line(/MySQL at .* answers again/);
    expect(running.hasExited).toBe(false);
  });
});

async function killConnections(user: string): Promise<void> {
  const connections = await stack.query<{ id: number }>(
    'SELECT id FROM information_schema.processlist WHERE user = ?',
    [user],
  );
  for (const { id } of connections) await stack.query(`KILL ${id}`);
}
