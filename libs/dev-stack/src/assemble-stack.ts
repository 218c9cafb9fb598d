import type { DataDirectory } from './data-directory.ts';
import { databaseDefinition } from './database/database-server.ts';
import { locateFetchedMysqld, locateInstalledMysqld, type Client, type Mysqld } from './database/mysqld.ts';
import type { DevStackOptions, DevStackPorts } from './dev-stack-options.ts';
import { defaultCacheDirectory, DownloadCache } from './download/cache.ts';
import type { KafkaLine } from './download/packages.ts';
import { requireJava } from './download/requirements.ts';
import { coordinatorDefinition, kafkaDefinitions } from './kafka/kafka-servers.ts';
import { DevServer, type ServerDefinition } from './process/dev-server.ts';
import { freePort } from './process/ports.ts';
import { StackTools } from './stack-tools.ts';

/** The parts of a stack before its start. */
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

/** Assembles a stack from its options: ports are chosen, packages are downloaded when first needed. */
export async function assembleStack(data: DataDirectory, options: DevStackOptions): Promise<StackComponents> {
  const ports = await choosePorts(options.ports, options.brokers ?? 1);
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
  const onLost = onServerLost ?? ((name, log) => logger.error(`${name} exited unexpectedly`, { log }));
  const server = (definition: ServerDefinition): DevServer =>
    new DevServer(definition, { logger, onLost, signal });
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
        name: options.mysqld === undefined ? 'MariaDB' : 'database',
        data,
        port: ports.mysql,
        bufferPoolMegabytes: options.bufferPoolMegabytes ?? BUFFER_POOL_MB,
        extraOptions: options.databaseOptions ?? [],
        mysqld,
      }),
    ),
    tools: await StackTools.create(data, state),
    fetchJars: jars,
    fetchMysqld: mysqld,
  };
}

/** Locates the programs once: downloaded into the cache, or an installed database server. */
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
        ? locateFetchedMysqld(await cache.mariadb())
        : locateInstalledMysqld(mysqld, process.env['PATH'] ?? ''),
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

async function choosePorts(wanted: DevStackPorts, brokers: number): Promise<ChosenPorts> {
  const used = new Set<number>(Object.values(wanted) as number[]);
  const chosen = async (port: number): Promise<number> => {
    if (port !== ANY_PORT) return port;
    const free = await freePort();
    if (used.has(free)) return await chosen(ANY_PORT);
    used.add(free);
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
