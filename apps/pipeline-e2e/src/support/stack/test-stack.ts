import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DevStack, DevStackConfig, type DevStackOptions } from '@weather/dev-stack';
import {
  BatchingProducer,
  BatchingProducerConfig,
  type KafkaConnection,
  type OutgoingRecord,
} from '@weather/kafka-client';
import { loadSettings, silentLogger } from '@weather/service-runtime';
import { WeatherDatabase } from '@weather/weather-store';
import { eventually } from '@weather/service-runtime/testing';
import { AppProcess, type AppName } from './app-process.ts';
import { everyStep } from './every-step.ts';
import type { TopicRecord } from './parse-record.ts';
import { quietConnection } from './quiet-connection.ts';
import { readTopic } from './read-topic.ts';

type Environment = Readonly<Record<string, string>>;

const LOGGER = silentLogger();
/** Which Kafka to run, and a server instead of the fetched MariaDB, such as a real MySQL: every test holds on all of them. */
export const { kafkaLine: KAFKA_LINE, mysqld: MYSQLD } = loadSettings(
  { servers: DevStackConfig },
  process.env,
).servers;
/** So that the partitions of a killed consumer are handed over soon. */
const SHORT_SESSION_MS = '6000';
const ADMIN_TIMEOUT_MS = 600_000;
/** As whom each app logs in to the database. */
const ROLES = {
  migrator: 'migrator',
  consumer: 'consumer',
  dashboard: 'reader',
  maintenance: 'maintenance',
  notifier: 'notifier',
  cli: 'reader',
} as const;

/** Real servers for one file of tests: on free ports, in a folder of their own that goes with them. */
export class TestStack {
  #apps: AppProcess[] = [];
  #database: WeatherDatabase | undefined;

  private constructor(
    readonly servers: DevStack,
    private readonly folder: string,
  ) {}

  static async start(options: Partial<DevStackOptions> = {}): Promise<TestStack> {
    const folder = await mkdtemp(join(tmpdir(), 'weather-e2e-'));
    const servers = await DevStack.start({
      dataDirectory: folder,
      ports: { zookeeper: 0, kafka: 0, mysql: 0 },
      logger: LOGGER,
      kafkaLine: KAFKA_LINE,
      ...(MYSQLD !== '' && { mysqld: MYSQLD }),
      ...options,
    });
    return new TestStack(servers, folder);
  }

  /** Does what belongs to the start of a test; if it fails nobody has the stack to stop it, so that is done. */
  async orStop<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Ends all apps and servers and removes the folder. */
  async stop(): Promise<void> {
    await everyStep([
      () => this.endApps(),
      () => this.#database?.close(),
      () => this.servers.stop(),
      () => rm(this.folder, { recursive: true, force: true }),
    ]);
  }

  /** Ends the apps that still run; in an orderly way, so that the group does not wait for members that are gone. */
  async endApps(): Promise<void> {
    await Promise.all(this.#apps.splice(0).map((app) => app.stop()));
  }

  /** Starts a built app on these servers. */
  app(
    name: Exclude<AppName, 'launcher'>,
    environment: Environment = {},
    args: readonly string[] = [],
    nodeOptions?: readonly string[],
  ): AppProcess {
    const app = new AppProcess(name, args, { ...this.#environmentOf(name), ...environment }, nodeOptions);
    this.#apps.push(app);
    return app;
  }

  /** Runs the migrator to its end. */
  async migrate(...args: string[]): Promise<AppProcess> {
    const migrator = this.app('migrator', {}, args);
    const code = await migrator.exited();
    if (code !== 0) throw new Error(`the migrator ended with ${code}:\n${migrator.output}`);
    return migrator;
  }

  /** Runs the migrator as far as the tables, for a stack without Kafka. */
  async migrateTables(...args: string[]): Promise<void> {
    const migrator = this.app('migrator', {}, args);
    await migrator.line(/migrations run|up to date|taken back|none to take back/);
    await migrator.kill();
  }

  /** The database as its administrator sees it. */
  async database(): Promise<WeatherDatabase> {
    this.#database ??= await WeatherDatabase.connect(this.databaseConfig('admin'), LOGGER);
    return this.#database;
  }

  databaseConfig(
    role: 'admin' | 'migrator' | 'consumer' | 'maintenance' | 'notifier' | 'reader' | 'operator',
  ): Parameters<typeof WeatherDatabase.connect>[0] {
    const { host, port, database, users } = this.servers.mysql;
    const { user, password } = users[role];
    return {
      host,
      port,
      database,
      user,
      password,
      tls: false,
      connections: 4,
      answerTimeoutMs: ADMIN_TIMEOUT_MS,
    };
  }

  async query<T extends object>(sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
    return await (await this.database()).execute<T>(sql, parameters);
  }

  /** Clients of Kafka that say nothing. */
  kafka(): KafkaConnection {
    return quietConnection(this.servers.brokers);
  }

  /** Publishes records as they are, and waits for their acknowledgement. */
  async publish(topic: string, records: readonly OutgoingRecord[]): Promise<void> {
    const producer = await BatchingProducer.connect({
      connection: this.kafka(),
      topic,
      batching: new BatchingProducerConfig(),
    });
    for (const record of records) await producer.send(record);
    await producer.flush();
    await producer.close();
  }

  async records(topic: string, count: number): Promise<TopicRecord[]> {
    return await readTopic(this.servers, topic, count);
  }

  /** Waits until the consumer has dealt with that many records in all, and returns what became of them. */
  async consumed(records: number, deadlineMs?: number): Promise<Counts> {
    return await eventually(async () => {
      const counts = await this.counts();
      if (counts.read === records) return counts;
      throw new Error(`${records} records are expected to be read, there are ${JSON.stringify(counts)}`);
    }, deadlineMs);
  }

  /** Waits until the consumer has dealt with at least that many records. */
  async readAtLeast(count: number): Promise<void> {
    await eventually(async () => {
      const { read } = await this.counts();
      if (read < count) throw new Error(`${count} records are expected to be read, there are ${read}`);
    });
  }

  async counts(): Promise<Counts> {
    const [row] = await this.query<Record<keyof Counts, string | null>>(
      `SELECT SUM(read_count) AS \`read\`, SUM(stored_count) AS \`stored\`, SUM(repeated_count) AS repeated,
         SUM(replaced_count) AS replaced, SUM(dead_lettered_count) AS deadLettered, SUM(lost_count) AS lost FROM consumer_offset`,
    );
    const { read, stored, repeated, replaced, deadLettered, lost } = row ?? {};
    return {
      read: Number(read ?? 0),
      stored: Number(stored ?? 0),
      repeated: Number(repeated ?? 0),
      replaced: Number(replaced ?? 0),
      deadLettered: Number(deadLettered ?? 0),
      lost: Number(lost ?? 0),
    };
  }

  #environmentOf(app: Exclude<AppName, 'launcher'>): Environment {
    const { host, port, database, users } = this.servers.mysql;
    if (app === 'producer') return this.#kafkaEnvironment();
    const role = ROLES[app];
    const { user, passwordFile } = users[role];
    return {
      ...this.#kafkaEnvironment(),
      MYSQL_HOST: host,
      MYSQL_PORT: String(port),
      MYSQL_DATABASE: database,
      MYSQL_USER: user,
      MYSQL_PASSWORD_FILE: passwordFile,
      ...(app === 'cli' && {
        MYSQL_OPERATOR_USER: users.operator.user,
        MYSQL_OPERATOR_PASSWORD_FILE: users.operator.passwordFile,
      }),
    };
  }

  #kafkaEnvironment(): Environment {
    return {
      KAFKA_BROKERS: this.servers.brokers.join(','),
      KAFKA_SESSION_TIMEOUT_MS: SHORT_SESSION_MS,
      TOPIC_REPLICATION: String(this.servers.kafkas.length),
      HEALTH_PORT: '0',
      DASHBOARD_PORT: '0',
    };
  }
}

/** What became of the records of all partitions. */
export interface Counts {
  readonly read: number;
  readonly stored: number;
  readonly repeated: number;
  readonly replaced: number;
  readonly deadLettered: number;
  readonly lost: number;
}
