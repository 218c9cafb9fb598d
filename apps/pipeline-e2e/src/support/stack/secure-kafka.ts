import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type DevStackOptions } from '@weather/dev-stack';
import { KafkaConfig, KafkaConnection } from '@weather/kafka-client';
import { silentLogger } from '@weather/service-runtime';
import type { CertificateName, TestCertificates } from './certificates.ts';
import { makeAcl, makeAclFilter, type KafkaRight } from './kafka-rights.ts';
import { runTool } from './kafka-tools.ts';
import { TestStack } from './test-stack.ts';

const HOST = '127.0.0.1';
const ADMIN = 'admin';
const USER = 'ada';

type Admin = ReturnType<KafkaConnection['kafka']['admin']>;

/** Servers with a Kafka 4 that requires TLS, a SCRAM-SHA-512 login and permissions for everything. */
export class SecureKafka {
  #presented: CertificateName = 'good';

  private constructor(
    readonly stack: TestStack,
    private readonly certificates: TestCertificates,
    private readonly folder: string,
    readonly address: string,
  ) {}

  /** @param certificates of which the broker presents `good` first. */
  static async start(certificates: TestCertificates): Promise<SecureKafka> {
    const folder = await mkdtemp(join(tmpdir(), 'weather-keystore-'));
    const [open, secure] = [await freePort(), await freePort()];
    await writeKeystore(folder, certificates, 'good');
    const stack = await TestStack.start({
      kafkaLine: '4',
      ports: { zookeeper: 0, kafka: open, mysql: 0 },
      ...makeSecurityOptions({ open, secure, keystore: keystorePath(folder), ca: certificates.ca }),
    });
    return new SecureKafka(stack, certificates, folder, `${HOST}:${secure}`);
  }

  /** The address of the broker's own listener, without TLS and login. */
  get openAddress(): string {
    return this.stack.servers.brokers.join(',');
  }

  /** Restarts the broker with another certificate. */
  async present(name: CertificateName): Promise<void> {
    if (this.#presented === name) return;
    this.#presented = name;
    await writeKeystore(this.folder, this.certificates, name);
    await this.#restart();
  }

  /** Sets the password of the user for all further connections; by default that of `environment`. */
  async changePassword(password = makePassword(USER)): Promise<void> {
    const user = ['--entity-type', 'users', '--entity-name', USER];
    const change = ['--alter', '--add-config', `SCRAM-SHA-512=[password=${password}]`];
    await runTool(this.stack.servers.tools.configTool([...user, ...change]));
    await this.#restart();
  }

  /** The variables with which an app logs in. */
  get environment(): Record<string, string> {
    return {
      KAFKA_BROKERS: this.address,
      KAFKA_TLS: 'true',
      KAFKA_TLS_CA_PATH: this.certificates.ca,
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_SASL_USERNAME: USER,
      KAFKA_SASL_PASSWORD: makePassword(USER),
    };
  }

  /** Connects as the administrator, who may do everything. */
  connection(): KafkaConnection {
    const config = Object.assign(new KafkaConfig(), {
      brokers: [this.address],
      tls: true,
      tlsCaPath: this.certificates.ca,
      saslMechanism: 'scram-sha-512',
      saslUsername: ADMIN,
      saslPassword: makePassword(ADMIN),
    });
    return new KafkaConnection(config, silentLogger());
  }

  /** Grants permissions to the user. */
  async allow(...rights: KafkaRight[]): Promise<void> {
    await this.#withAdmin(async (admin) => {
      await admin.createAcls({ acl: rights.map((right) => makeAcl(USER, right)) });
    });
  }

  /** Grants these permissions to the user and revokes all others. */
  async allowOnly(...rights: KafkaRight[]): Promise<void> {
    await this.#withAdmin(async (admin) => {
      await admin.deleteAcls({ filters: [makeAclFilter(USER)] });
      if (rights.length > 0) await admin.createAcls({ acl: rights.map((right) => makeAcl(USER, right)) });
    });
  }

  /** Revokes permissions. */
  async deny(...rights: KafkaRight[]): Promise<void> {
    await this.#withAdmin(async (admin) => {
      await admin.deleteAcls({ filters: rights.map((right) => makeAcl(USER, right)) });
    });
  }

  async stop(): Promise<void> {
    await this.stack.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #restart(): Promise<void> {
    await this.stack.servers.kafka.kill();
    await this.stack.servers.kafka.start();
  }

  async #withAdmin(work: (admin: Admin) => Promise<void>): Promise<void> {
    const admin = this.connection().kafka.admin();
    await admin.connect();
    await work(admin).finally(() => admin.disconnect());
  }
}

function makePassword(user: string): string {
  return `${user}-secret`;
}

function keystorePath(folder: string): string {
  return join(folder, 'keystore.pem');
}

async function writeKeystore(
  folder: string,
  certificates: TestCertificates,
  name: CertificateName,
): Promise<void> {
  const files = [certificates.key, certificates.path(`${name}.pem`)];
  await writeFile(
    keystorePath(folder),
    Buffer.concat(await Promise.all(files.map((file) => readFile(file)))),
  );
}

interface Security {
  readonly open: number;
  readonly secure: number;
  readonly keystore: string;
  readonly ca: string;
}

/** The listener without login is for the broker itself, which would not start with a certificate that it does not trust. */
function makeSecurityOptions({ open, secure, keystore, ca }: Security): Partial<DevStackOptions> {
  const listeners = `OPEN://${HOST}:${open},SASL_SSL://${HOST}:${secure}`;
  const login = `org.apache.kafka.common.security.scram.ScramLoginModule required username="${ADMIN}" password="${makePassword(ADMIN)}";`;
  const authorizer = {
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': `User:${ADMIN};User:ANONYMOUS`,
  };
  return {
    scramPasswords: { [ADMIN]: makePassword(ADMIN), [USER]: makePassword(USER) },
    controllerSettings: authorizer,
    kafkaSettings: {
      ...authorizer,
      listeners,
      'advertised.listeners': listeners,
      'listener.security.protocol.map': 'OPEN:PLAINTEXT,SASL_SSL:SASL_SSL',
      'inter.broker.listener.name': 'OPEN',
      'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
      'listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config': login,
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': keystore,
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.location': ca,
    },
  };
}
