import {
  DevStack,
  requireFreePorts,
  type DevStackConfig,
  type DevStackOptions,
  type PortSetting,
  type Role,
} from '@weather/dev-stack';
import type { Logger } from '@weather/service-runtime';
import type { MysqlSettings } from './app-environment.ts';
import type { RunOptions } from './command-line.ts';
import type { ShutdownController } from './shutdown-controller.ts';

/** The servers that the apps use: local ones, existing ones, or one of each. */
export interface Servers {
  readonly brokers: readonly string[];
  readonly mysql: (role: Role) => MysqlSettings;
  /** The local servers; `undefined` when none was started. */
  readonly stack: DevStack | undefined;
  /** Stops the local servers. */
  stop(): Promise<void>;
}

export interface ServersOptions {
  readonly run: RunOptions;
  readonly config: Readonly<DevStackConfig>;
  readonly dataDirectory: string;
  /** The ports that the apps will use. */
  readonly appPorts: readonly PortSetting[];
  readonly logger: Logger;
  readonly shutdown: ShutdownController;
}

/**
 * Starts the local servers that no existing ones replace.
 * @throws ConfigurationError naming every port of a server or an app that is in use.
 */
export async function startServers(options: ServersOptions): Promise<Servers> {
  const { kafkaServers, mysqlServer } = options.run;
  const isStackNeeded = kafkaServers === undefined || mysqlServer === undefined;
  if (!isStackNeeded) await requireFreePorts(options.appPorts);
  const stack = isStackNeeded ? await DevStack.start(stackOptions(options)) : undefined;
  return {
    brokers: kafkaServers?.map(({ host, port }) => `${host}:${port}`) ?? stack?.brokers ?? [],
    mysql: (role) => {
      if (mysqlServer !== undefined) return { ...mysqlServer, login: undefined };
      if (stack === undefined) throw new Error('no database was started');
      const { host, port, database, users } = stack.mysql;
      return { host, port, login: { database, ...users[role] } };
    },
    stack,
    stop: async () => stack?.stop(),
  };
}

function stackOptions(options: ServersOptions): DevStackOptions {
  const { run, config, dataDirectory, appPorts, logger, shutdown } = options;
  return {
    dataDirectory,
    ...(config.cacheDirectory === '' ? {} : { cacheDirectory: config.cacheDirectory }),
    ...(config.mysqld === '' ? {} : { mysqld: config.mysqld }),
    kafkaLine: config.kafkaLine,
    ports: {
      zookeeper: config.zookeeperPort,
      kafka: config.kafkaPort,
      mysql: config.mysqlPort,
      ...run.ports,
    },
    otherPorts: appPorts,
    heapMegabytes: { kafka: config.kafkaHeapMegabytes, zookeeper: config.zookeeperHeapMegabytes },
    bufferPoolMegabytes: config.mysqlBufferMegabytes,
    start: { kafka: run.kafkaServers === undefined, database: run.mysqlServer === undefined },
    fresh: run.fresh,
    logger,
    signal: shutdown.signal,
    onServerLost: (name, log) => shutdown.fail(`${name} exited unexpectedly, see ${log}`),
  };
}
