import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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
import type { TestCertificates } from './certificates.ts';

const VERSION = '4.4.0';
const KAFKA: Package = {
  id: 'kafka-kraft',
  title: `Kafka ${VERSION}`,
  artifacts: [{ group: 'org.apache.kafka', name: 'kafka_2.13', version: VERSION }],
};
/** Any id of a cluster: sixteen bytes in base64. */
const CLUSTER_ID = 'MkU3OEVBNTcwNTJENDM2Qk';
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

  private constructor(
    private readonly folder: string,
    private readonly broker: ChildProcess,
    private readonly certificates: TestCertificates,
    readonly address: string,
  ) {}

  /** @param certificates whose `good` one the broker shows. */
  static async start(certificates: TestCertificates): Promise<SecureKafka> {
    const folder = await mkdtemp(join(tmpdir(), 'weather-kafka-'));
    const jars = await new DownloadCache({
      directory: defaultCacheDirectory(process.env),
      logger: silentLogger(),
      output: process.stderr,
      signal: undefined,
    }).fetched(KAFKA);
    const [port, controllerPort] = [await freePort(), await freePort()];
    const settings = join(folder, 'server.properties');
    const keystore = join(folder, 'keystore.pem');
    await writeFile(keystore, await readFile(certificates.key));
    await appendFile(keystore, await readFile(certificates.path('good.pem')));
    await writeFile(
      settings,
      propertiesText(properties({ port, controllerPort, folder, keystore, ca: certificates.ca })),
    );
    const java = ['-cp', [join(jars, '*')].join(delimiter)];
    const users = [ADMIN, SecureKafka.user].flatMap((name) => [
      '--add-scram',
      `SCRAM-SHA-512=[name=${name},password=${name}-secret]`,
    ]);
    const format = ['kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', settings, ...users];
    await promisify(execFile)('java', [...java, ...format]);
    const broker = spawn('java', ['-Xmx512m', ...java, 'kafka.Kafka', settings], { stdio: 'ignore' });
    return new SecureKafka(folder, broker, certificates, `127.0.0.1:${port}`);
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
    this.broker.kill('SIGKILL');
    if (this.broker.exitCode === null && this.broker.signalCode === null) await once(this.broker, 'close');
    await rm(this.folder, { recursive: true, force: true });
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
  readonly controllerPort: number;
  readonly folder: string;
  readonly keystore: string;
  readonly ca: string;
}

function properties({
  port,
  controllerPort,
  folder,
  keystore,
  ca,
}: BrokerPlace): Record<string, string | number> {
  const listener = `SASL_SSL://127.0.0.1:${port}`;
  return {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `${listener},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': listener,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL',
    'inter.broker.listener.name': 'SASL_SSL',
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'sasl.mechanism.inter.broker.protocol': 'SCRAM-SHA-512',
    'listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config': `org.apache.kafka.common.security.scram.ScramLoginModule required username="${ADMIN}" password="${ADMIN}-secret";`,
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': keystore,
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
