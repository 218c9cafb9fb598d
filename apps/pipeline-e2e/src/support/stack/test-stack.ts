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
import { runAllSteps } from './run-all-steps.ts';
import type { TopicRecord } from './printed-records.ts';
import { readTopic, silentConnection } from './kafka-tools.ts';
import { readCounts, type Counts } from './record-counts.ts';

type Environment = Readonly<Record<string, string>>;

const LOGGER = silentLogger();
/** The version of Kafka, and a server to use instead of MariaDB, such as MySQL: the tests pass on all of them. */
const { kafkaLine, mysqld: MYSQLD } = loadSettings({ servers: DevStackConfig }, process.env).servers;
export const KAFKA_LINE = kafkaLine;
/** Short, so that the partitions of a killed consumer are reassigned soon. */
const SHORT_SESSION_MS = '6000';
const ADMIN_TIMEOUT_MS = 600_000;
/** The database user of each app. */
const ROLES = {
  migrator: 'migrator',
  consumer: 'consumer',
  dashboard: 'reader',
  maintenance: 'maintenance',
  notifier: 'notifier',
  cli: 'reader',
} as const;

type DatabaseRole = 'admin' | 'migrator' | 'consumer' | 'maintenance' | 'notifier' | 'reader' | 'operator';

/** Real servers for one spec file, on free ports and in a temporary folder. */
export class TestStack {
  #apps: AppProcess[] = [];
  #databases: WeatherDatabase[] = [];
  #admin: WeatherDatabase | undefined;

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

  /** Runs a step of the start and stops the servers if it fails, since the caller does not have them yet. */
  async orStop<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Stops all apps and servers and removes the folder. */
  async stop(): Promise<void> {
    await runAllSteps([
      () => this.endApps(),
      () => Promise.all(this.#databases.map((database) => database.close())),
      () => this.servers.stop(),
      () => rm(this.folder, { recursive: true, force: true }),
    ]);
  }

  /** Stops the running apps gracefully, so that the group does not wait for killed members. */
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
    const app = new AppProcess(name, args, { ...this.#makeEnvironment(name), ...environment }, nodeOptions);
    this.#apps.push(app);
    return app;
  }

  /** Runs the migrator and expects it to succeed. */
  async migrate(...args: string[]): Promise<AppProcess> {
    const migrator = this.app('migrator', {}, args);
    const code = await migrator.exited;
    if (code !== 0) throw new Error(`the migrator exited with ${code}:\n${migrator.output}`);
    return migrator;
  }

  /** Runs the migrator until the tables are done, for a stack without Kafka. */
  async migrateTables(...args: string[]): Promise<void> {
    const migrator = this.app('migrator', {}, args);
    await migrator.line(/migrations run|tables are up to date|migrations reverted|no migration to revert/);
    await migrator.kill();
  }

  /** Connects to the database as its administrator. */
  async database(): Promise<WeatherDatabase> {
    return (this.#admin ??= await this.connect('admin'));
  }

  /** Connects as a user of the database until the servers are stopped. */
  async connect(role: DatabaseRole): Promise<WeatherDatabase> {
    const database = await WeatherDatabase.connect(this.databaseConfig(role), LOGGER);
    this.#databases.push(database);
    return database;
  }

  databaseConfig(role: DatabaseRole): Parameters<typeof WeatherDatabase.connect>[0] {
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
      socketTimeoutMs: ADMIN_TIMEOUT_MS,
    };
  }

  async query<T extends object>(sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
    return await (await this.database()).execute<T>(sql, parameters);
  }

  /** Connects Kafka clients without a log. */
  kafka(): KafkaConnection {
    return silentConnection(this.servers.brokers);
  }

  /** Publishes records and waits for their acknowledgement. */
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

  /** Waits until the consumer has read exactly that many records, and returns the counts. */
  async consumed(records: number, deadlineMs?: number): Promise<Counts> {
    return await eventually(async () => {
      const counts = await this.counts();
      if (counts.read === records) return counts;
      throw new Error(`expected ${records} records to be read, got ${JSON.stringify(counts)}`);
    }, deadlineMs);
  }

  /** Waits until the consumer has read at least that many records. */
  async readAtLeast(count: number): Promise<void> {
    await eventually(async () => {
      const { read } = await this.counts();
      if (read < count) throw new Error(`expected ${count} records to be read, got ${read}`);
    });
  }

  /** Sums up the counts of all consumers. */
  async counts(): Promise<Counts> {
    return await readCounts(this);
  }

  #makeEnvironment(app: Exclude<AppName, 'launcher'>): Environment {
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
