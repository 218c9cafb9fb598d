import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import {
  defaultCacheDirectory,
  DownloadCache,
  freePort,
  propertiesText,
  type Package,
} from '@weather/dev-stack';
import { KafkaConfig, KafkaConnection } from '@weather/kafka-client';
import { silentLogger } from '@weather/service-runtime';
import type { CertificateName, TestCertificates } from './certificates.ts';

const VERSION = '4.4.0';
const KAFKA: Package = {
  id: 'kafka-kraft',
  title: `Kafka ${VERSION}`,
  artifacts: [{ group: 'org.apache.kafka', name: 'kafka_2.13', version: VERSION }],
};
/** Any id of a cluster: sixteen bytes in base64. */
const CLUSTER_ID = 'MkU3OEVBNTcwNTJENDM2Qk';
const SETTINGS = 'server.properties';
const KEYSTORE = 'keystore.pem';
const ADMIN = 'admin';
const RESOURCES = { topic: 2, group: 3, transactionalId: 5 } as const;
const OPERATIONS = { Read: 3, Write: 4, Describe: 8 } as const;
const ALLOW = 3;
const LITERAL = 3;

type Admin = ReturnType<KafkaConnection['kafka']['admin']>;
type Acl = Parameters<Admin['createAcls']>[0]['acl'][number];

/** A right of the one user that the apps log in as. */
export interface Right {
  readonly operation: keyof typeof OPERATIONS;
  readonly on: keyof typeof RESOURCES;
  readonly name: string;
}

/** A Kafka 4 in KRaft that wants TLS, a login by SCRAM-SHA-512 and rights for everything. */
export class SecureKafka {
  static readonly user = 'ada';
  static readonly password = 'ada-secret';

  #broker: ChildProcess | undefined;
  #shown: CertificateName | undefined;

  private constructor(
    private readonly folder: string,
    private readonly java: readonly string[],
    private readonly certificates: TestCertificates,
    readonly address: string,
    /** Of a listener without TLS and without logins. */
    readonly openAddress: string,
  ) {}

  /** @param certificates whose `good` one the broker shows first. */
  static async start(certificates: TestCertificates): Promise<SecureKafka> {
    const folder = await mkdtemp(join(tmpdir(), 'weather-kafka-'));
    const jars = await new DownloadCache({
      directory: defaultCacheDirectory(process.env),
      logger: silentLogger(),
      output: process.stderr,
      signal: undefined,
    }).fetched(KAFKA);
    const [port, openPort, controllerPort] = [await freePort(), await freePort(), await freePort()];
    const settings = join(folder, SETTINGS);
    const place = { port, openPort, controllerPort, folder, ca: certificates.ca };
    await writeFile(settings, propertiesText(properties(place)));
    const java = ['-cp', [join(jars, '*')].join(delimiter)];
    const users = [ADMIN, SecureKafka.user].flatMap((name) => [
      '--add-scram',
      `SCRAM-SHA-512=[name=${name},password=${name}-secret]`,
    ]);
    const format = ['kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', settings, ...users];
    await promisify(execFile)('java', [...java, ...format]);
    const [address, openAddress] = [`127.0.0.1:${port}`, `127.0.0.1:${openPort}`];
    const kafka = new SecureKafka(folder, java, certificates, address, openAddress);
    await kafka.show('good');
    return kafka;
  }

  /** Has the broker show a certificate, from a start with it on. */
  async show(name: CertificateName): Promise<void> {
    if (this.#shown === name) return;
    this.#shown = name;
    const { certificates, folder, java } = this;
    const [key, certificate] = [
      await readFile(certificates.key),
      await readFile(certificates.path(`${name}.pem`)),
    ];
    await this.#kill();
    await writeFile(join(folder, KEYSTORE), Buffer.concat([key, certificate]));
    const args = ['-Xmx512m', ...java, 'kafka.Kafka', join(folder, SETTINGS)];
    this.#broker = spawn('java', args, { stdio: 'ignore' });
  }

  /** What an app needs to log in. */
  get environment(): Record<string, string> {
    return {
      KAFKA_BROKERS: this.address,
      KAFKA_TLS: 'true',
      KAFKA_TLS_CA_PATH: this.certificates.ca,
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_SASL_USERNAME: SecureKafka.user,
      KAFKA_SASL_PASSWORD: SecureKafka.password,
    };
  }

  /** Kafka as its administrator, who may do everything; waits until it answers. */
  connection(): KafkaConnection {
    const config = Object.assign(new KafkaConfig(), {
      brokers: [this.address],
      tls: true,
      tlsCaPath: this.certificates.ca,
      saslMechanism: 'scram-sha-512',
      saslUsername: ADMIN,
      saslPassword: `${ADMIN}-secret`,
    });
    return new KafkaConnection(config, silentLogger());
  }

  /** Gives the user rights. */
  async allow(...rights: Right[]): Promise<void> {
    await this.#withAdmin(async (admin) => {
      await admin.createAcls({ acl: rights.map(aclOf) });
    });
  }

  /** Takes rights away. */
  async deny(...rights: Right[]): Promise<void> {
    await this.#withAdmin(async (admin) => {
      await admin.deleteAcls({ filters: rights.map(aclOf) });
    });
  }

  async stop(): Promise<void> {
    await this.#kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #kill(): Promise<void> {
    const broker = this.#broker;
    if (broker === undefined) return;
    broker.kill('SIGKILL');
    if (broker.exitCode === null && broker.signalCode === null) await once(broker, 'close');
  }

  async #withAdmin(work: (admin: Admin) => Promise<void>): Promise<void> {
    const admin = this.connection().kafka.admin();
    await admin.connect();
    await work(admin).finally(() => admin.disconnect());
  }
}

/** Kafka's numbers; the names for them are kafkajs's, which kafka-client keeps to itself. */
function aclOf({ operation, on, name }: Right): Acl {
  const acl: Record<keyof Acl, string | number> = {
    resourceType: RESOURCES[on],
    resourceName: name,
    principal: `User:${SecureKafka.user}`,
    host: '*',
    operation: OPERATIONS[operation],
    permissionType: ALLOW,
    resourcePatternType: LITERAL,
  };
  return acl as unknown as Acl;
}

interface BrokerPlace {
  readonly port: number;
  readonly openPort: number;
  readonly controllerPort: number;
  readonly folder: string;
  readonly ca: string;
}

function properties({
  port,
  openPort,
  controllerPort,
  folder,
  ca,
}: BrokerPlace): Record<string, string | number> {
  const listeners = `SASL_SSL://127.0.0.1:${port},OPEN://127.0.0.1:${openPort}`;
  return {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `${listeners},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': listeners,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,OPEN:PLAINTEXT,SASL_SSL:SASL_SSL',
    // A broker refuses to start with a certificate that it would not trust among its own.
    'inter.broker.listener.name': 'OPEN',
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config': `org.apache.kafka.common.security.scram.ScramLoginModule required username="${ADMIN}" password="${ADMIN}-secret";`,
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': join(folder, KEYSTORE),
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': ca,
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': `User:${ADMIN};User:ANONYMOUS`,
    'log.dirs': join(folder, 'data'),
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'auto.create.topics.enable': 'false',
  };
}
