import type { Logger } from '@weather/service-runtime';
import { assembleStack, DEFAULT_KAFKA_LINE, type StackComponents } from './assemble-stack.ts';
import { DataDirectory } from './data-directory.ts';
import type { MysqlAccess } from './database/accounts.ts';
import type { DevStackOptions } from './dev-stack-options.ts';
import { coordinatorName } from './kafka/kafka-servers.ts';
import { lockDataDirectory } from './data-directory-lock.ts';
import type { DevServer } from './process/dev-server.ts';
import { stopOrphan } from './process/orphan-processes.ts';
import { requireFreePorts } from './process/ports.ts';
import type { StackTools } from './stack-tools.ts';

/** A real Kafka, with its ZooKeeper or controller, and a real MariaDB on this machine, as child processes with their data in one folder. */
export class DevStack {
  /** ZooKeeper, or the controller of Kafka 4. */
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
   * Locks the data folder, stops orphaned servers of an earlier start, downloads missing packages and starts the servers;
   * returns when they are ready.
   * @throws ConfigurationError for a data folder, port or mysqld that cannot be used; MissingProgramError without Java or
   * Maven; Error with the end of its log for a server that does not start. Nothing is left running then.
   */
  static async start(options: DevStackOptions): Promise<DevStack> {
    const data = new DataDirectory(options.dataDirectory);
    await data.prepare();
    const release = await lockDataDirectory(data);
    try {
      await stopOrphans(data, options.logger);
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

  /** The address and the users of the pipeline's database. */
  get mysql(): MysqlAccess {
    return this.#components.tools.mysql;
  }

  /** The command-line tools for the servers. */
  get tools(): StackTools {
    return this.#components.tools;
  }

  /** Stops the brokers, their coordinator and the database in this order, and releases the data folder. */
  async stop(): Promise<void> {
    await Promise.all(this.kafkas.map((broker) => broker.stop()));
    await this.coordinator.stop();
    await this.database.stop();
    await this.#components.tools.deleteState();
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
      await tools.saveState();
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

/** Waits for all operations before it throws the first error: no server may still be starting after a failure. */
async function allSettled(operations: readonly Promise<void>[]): Promise<void> {
  const outcomes = await Promise.allSettled(operations);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function stopOrphans(data: DataDirectory, logger: Logger): Promise<void> {
  const brokers = await data.findStartedBrokers();
  await Promise.all([
    ...brokers.map((broker) => stopOrphan('Kafka', data.serverFiles(broker).pidFile, logger)),
    stopOrphan('MariaDB', data.serverFiles('mariadb').pidFile, logger),
  ]);
  await stopOrphan('ZooKeeper', data.serverFiles('zookeeper').pidFile, logger);
  await stopOrphan('Kafka’s controller', data.serverFiles('controller').pidFile, logger);
}
