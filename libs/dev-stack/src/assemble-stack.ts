import type { DataDirectory } from './data-directory.ts';
import { databaseDefinition } from './database/database-server.ts';
import { fetchedMysqld, namedMysqld, type Client, type Mysqld } from './database/mysqld.ts';
import type { DevStackOptions, DevStackPorts } from './dev-stack-options.ts';
import { defaultCacheDirectory, DownloadCache } from './download/cache.ts';
import type { KafkaLine } from './download/packages.ts';
import { requireJava } from './download/requirements.ts';
import { coordinatorDefinition, kafkaDefinitions } from './kafka/kafka-servers.ts';
import { DevServer, type ServerDefinition } from './process/dev-server.ts';
import { freePort } from './process/ports.ts';
import { StackTools } from './stack-tools.ts';

/** The parts of a stack, nothing started yet. */
export interface StackComponents {
  readonly coordinator: DevServer;
  readonly kafkas: readonly DevServer[];
  readonly database: DevServer;
  readonly tools: StackTools;
  readonly fetchJars: () => Promise<string>;
  readonly fetchMysqld: () => Promise<Mysqld>;
}

export const DEFAULT_KAFKA_LINE: KafkaLine = '3';
const KAFKA_HEAP_MB = 512;
const ZOOKEEPER_HEAP_MB = 128;
const BUFFER_POOL_MB = 256;
const ANY_PORT = 0;

/** Puts a stack together from its options: ports chosen, downloads left to the first need of them. */
export async function assembleStack(data: DataDirectory, options: DevStackOptions): Promise<StackComponents> {
  const ports = await chosenPorts(options.ports, options.brokers ?? 1);
  const line = options.kafkaLine ?? DEFAULT_KAFKA_LINE;
  const state: {
    kafkaLine: KafkaLine;
    kafkaPorts: number[];
    mysqlPort: number;
    jars?: string;
    client?: Client;
  } = {
    kafkaLine: line,
    kafkaPorts: ports.kafkas,
    mysqlPort: ports.mysql,
  };
  const { fetchJars, fetchMysqld } = downloads(options);
  const jars = async (): Promise<string> => (state.jars ??= await fetchJars());
  const mysqld = async (): Promise<Mysqld> => {
    const found = await fetchMysqld();
    state.client = found.client;
    return found;
  };
  const { logger, signal, onServerLost } = options;
  const lost = onServerLost ?? ((name, log) => logger.error(`${name} has ended by itself`, { log }));
  const server = (definition: ServerDefinition): DevServer =>
    new DevServer(definition, { logger, lost, signal });
  const kafkaServers = {
    line,
    data,
    coordinatorPort: ports.zookeeper,
    kafkaPorts: ports.kafkas,
    heapMegabytes: { kafka: KAFKA_HEAP_MB, zookeeper: ZOOKEEPER_HEAP_MB, ...options.heapMegabytes },
    kafkaSettings: options.kafkaSettings ?? {},
    controllerSettings: options.controllerSettings ?? {},
    scramPasswords: options.scramPasswords ?? {},
    jars,
  };
  return {
    coordinator: server(coordinatorDefinition(kafkaServers)),
    kafkas: kafkaDefinitions(kafkaServers).map(server),
    database: server(
      databaseDefinition({
        name: options.mysqld === undefined ? 'MariaDB' : 'the database',
        data,
        port: ports.mysql,
        bufferPoolMegabytes: options.bufferPoolMegabytes ?? BUFFER_POOL_MB,
        extraOptions: options.databaseOptions ?? [],
        mysqld,
      }),
    ),
    tools: await StackTools.of(data, state),
    fetchJars: jars,
    fetchMysqld: mysqld,
  };
}

/** What is run, found once: fetched into the cache, or the database server that is there already. */
function downloads({ cacheDirectory, kafkaLine, logger, mysqld, progressOutput, signal }: DevStackOptions): {
  fetchJars: () => Promise<string>;
  fetchMysqld: () => Promise<Mysqld>;
} {
  const cache = new DownloadCache({
    directory: cacheDirectory ?? defaultCacheDirectory(process.env),
    logger,
    output: progressOutput ?? process.stderr,
    signal,
  });
  return {
    fetchJars: once(async () => {
      await requireJava();
      return cache.kafka(kafkaLine ?? DEFAULT_KAFKA_LINE);
    }),
    fetchMysqld: once(async () =>
      mysqld === undefined
        ? fetchedMysqld(await cache.mariadb())
        : namedMysqld(mysqld, process.env['PATH'] ?? ''),
    ),
  };
}

function once<T>(operation: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= operation());
}

interface ChosenPorts {
  readonly zookeeper: number;
  readonly kafkas: number[];
  readonly mysql: number;
}

async function chosenPorts(wanted: DevStackPorts, brokers: number): Promise<ChosenPorts> {
  const taken = new Set<number>(Object.values(wanted) as number[]);
  const chosen = async (port: number): Promise<number> => {
    if (port !== ANY_PORT) return port;
    const free = await freePort();
    if (taken.has(free)) return await chosen(ANY_PORT);
    taken.add(free);
    return free;
  };
  const kafkas = [await chosen(wanted.kafka)];
  while (kafkas.length < brokers) kafkas.push(await chosen(ANY_PORT));
  return {
    zookeeper: await chosen(wanted.zookeeper),
    kafkas,
    mysql: await chosen(wanted.mysql),
  };
}
