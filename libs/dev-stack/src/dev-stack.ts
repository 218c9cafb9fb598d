import type { Logger } from '@weather/service-runtime';
import { assembleStack, DEFAULT_KAFKA_LINE, type StackComponents } from './assemble-stack.ts';
import { DataDirectory } from './data-directory.ts';
import type { MysqlAccess, Role } from './database/accounts.ts';
import type { DevStackOptions } from './dev-stack-options.ts';
import { coordinatorName } from './kafka/kafka-servers.ts';
import { ownDataDirectory } from './ownership.ts';
import type { DevServer } from './process/dev-server.ts';
import { endLeftover } from './process/leftovers.ts';
import { requireFreePorts } from './process/ports.ts';
import type { ToolCommand } from './stack-tools.ts';

/** A real Kafka, with its ZooKeeper or controller, and a real MariaDB on this machine, as child processes with their data in one folder. */
export class DevStack {
  /** What holds the brokers together: ZooKeeper, or the controller of Kafka 4. */
  readonly coordinator: DevServer;
  /** The first broker. */
  readonly kafka: DevServer;
  /** All brokers, in the order of their ids from 1. */
  readonly kafkas: readonly DevServer[];
  readonly database: DevServer;
  readonly #components: StackComponents;
  readonly #release: () => Promise<void>;

  private constructor(components: StackComponents, release: () => Promise<void>) {
    this.coordinator = components.coordinator;
    this.kafkas = components.kafkas;
    this.kafka = components.kafkas[0] as DevServer;
    this.database = components.database;
    this.#components = components;
    this.#release = release;
  }

  /**
   * Takes the data folder, ends what an earlier start left in it, fetches what is missing and starts the servers; returns
   * when they answer.
   * @throws ConfigurationError for a data folder, port or mysqld that cannot be used; MissingProgramError without Java or
   * Maven; Error with the end of its log for a server that does not start. Nothing is left running then.
   */
  static async start(options: DevStackOptions): Promise<DevStack> {
    const data = new DataDirectory(options.dataDirectory);
    await data.prepare();
    const release = await ownDataDirectory(data);
    try {
      await endLeftovers(data, options.logger);
      if (options.fresh === true) await data.erase();
      await data.requireCoordinator(coordinatorName(options.kafkaLine ?? DEFAULT_KAFKA_LINE));
      const stack = new DevStack(await assembleStack(data, options), release);
      await stack.#startServers(options);
      return stack;
    } catch (error) {
      await release();
      throw error;
    }
  }

  /** The addresses of all brokers, as clients want them: `['127.0.0.1:9092']`. */
  get brokers(): string[] {
    return this.#components.tools.brokers;
  }

  /** How to reach the pipeline's database, in each role. */
  get mysql(): MysqlAccess {
    return this.#components.tools.mysql;
  }

  /**
   * Runs a tool of Kafka by its class, such as `org.apache.kafka.tools.TopicCommand`.
   * @param javaOptions instead of the ones for a tool that starts soon and stays small.
   */
  kafkaTool(mainClass: string, args: readonly string[], javaOptions?: readonly string[]): ToolCommand {
    return this.#components.tools.kafkaTool(mainClass, args, javaOptions);
  }

  /** Kafka's console consumer on a topic, with further options of its own. */
  consoleConsumer(topic: string, options: readonly string[] = []): ToolCommand {
    return this.#components.tools.consoleConsumer(topic, options);
  }

  /** Options of the console consumer that say how records are printed, such as `print.key`. */
  printOptions(properties: Readonly<Record<string, string>>): string[] {
    return this.#components.tools.printOptions(properties);
  }

  /** Kafka's console producer to a topic, which sends the lines that it is given. */
  consoleProducer(topic: string, options: readonly string[] = []): ToolCommand {
    return this.#components.tools.consoleProducer(topic, options);
  }

  /** Kafka's tool that shows and changes settings of topics and brokers. */
  configTool(options: readonly string[]): ToolCommand {
    return this.#components.tools.configTool(options);
  }

  /** The database's command-line client; the password is in its environment, not among its arguments. */
  sqlClient(role: Role, access: MysqlAccess = this.mysql): ToolCommand {
    return this.#components.tools.sqlClient(role, access);
  }

  /** Makes a database with users of its own beside the pipeline's, or takes the one that is there. */
  async createDatabase(name: string): Promise<MysqlAccess> {
    return this.#components.tools.createDatabase(name);
  }

  /** Stops the brokers, their coordinator and the database, one after the other, and gives the data folder up. */
  async stop(): Promise<void> {
    await Promise.all(this.kafkas.map((broker) => broker.stop()));
    await this.coordinator.stop();
    await this.database.stop();
    await this.#components.tools.forget();
    await this.#release();
  }

  async #startServers({ start = {}, otherPorts = [], signal }: DevStackOptions): Promise<void> {
    const { kafka = true, database = true } = start;
    const { fetchJars, fetchMysqld, tools } = this.#components;
    try {
      const servers = [
        ...(kafka ? [this.coordinator, ...this.kafkas] : []),
        ...(database ? [this.database] : []),
      ];
      await requireFreePorts([...servers.map((server) => server.setting), ...otherPorts]);
      if (kafka) await fetchJars();
      if (database) await fetchMysqld();
      signal?.throwIfAborted();
      await allSettled([
        ...(kafka ? [this.#startKafka()] : []),
        ...(database ? [this.database.start()] : []),
      ]);
      await tools.save();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async #startKafka(): Promise<void> {
    await this.coordinator.start();
    await allSettled(this.kafkas.map((broker) => broker.start()));
  }
}

/** Waits for all, and throws the first error only then: what is being started must not outlive a failure. */
async function allSettled(operations: readonly Promise<void>[]): Promise<void> {
  const outcomes = await Promise.allSettled(operations);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function endLeftovers(data: DataDirectory, logger: Logger): Promise<void> {
  const brokers = await data.brokersThatRan();
  await Promise.all([
    ...brokers.map((broker) => endLeftover('Kafka', data.serverFiles(broker).pidFile, logger)),
    endLeftover('MariaDB', data.serverFiles('mariadb').pidFile, logger),
  ]);
  await endLeftover('ZooKeeper', data.serverFiles('zookeeper').pidFile, logger);
  await endLeftover('Kafka’s controller', data.serverFiles('controller').pidFile, logger);
}
