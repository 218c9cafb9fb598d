import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brokerName, type BrokerName, type CoordinatorName, type DataDirectory } from '../data-directory.ts';
import { kafkaVersion, type KafkaLine } from '../download/packages.ts';
import type { Launch, ServerDefinition } from '../process/dev-server.ts';
import { javaCommand, javaEnvironment, type JavaSetup, propertiesText, serverLog4j } from './java.ts';
import { probeController, probeKafka } from './kafka-probe.ts';
import { formatStorage, type ServerPaths } from './kraft-storage.ts';
import { controllerProperties, kafkaProperties, zookeeperProperties } from './server-properties.ts';
import { unregisterDeadBroker, probeZookeeper } from './zookeeper-protocol.ts';

const MAIN_CLASS = 'kafka.Kafka';
const COORDINATOR_REAPER_TIMES = { graceMs: 5_000, delayMs: 3_000 };
const KAFKA_REAPER_TIMES = { graceMs: 10_000, delayMs: 0 };

/** Fewer threads, for a server with little to do. */
const SMALL_SERVER = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** Options of the brokers and their coordinator. */
export interface KafkaServersOptions {
  readonly line: KafkaLine;
  readonly data: DataDirectory;
  /** Of ZooKeeper, or of the controller. */
  readonly coordinatorPort: number;
  /** The port of each broker. */
  readonly kafkaPorts: readonly number[];
  readonly heapMegabytes: { readonly kafka: number; readonly zookeeper: number };
  readonly kafkaSettings: Readonly<Record<string, string>>;
  readonly controllerSettings: Readonly<Record<string, string>>;
  readonly scramPasswords: Readonly<Record<string, string>>;
  /** Returns the folder of the jars, which are downloaded if necessary. */
  readonly jars: () => Promise<string>;
}

/** The coordinator of a release line of Kafka. */
export function coordinatorName(line: KafkaLine): CoordinatorName {
  return line === '3' ? 'zookeeper' : 'controller';
}

/** ZooKeeper or the controller as a server of the stack. */
export function coordinatorDefinition(options: KafkaServersOptions): ServerDefinition {
  const { line, data, coordinatorPort: port } = options;
  const id = coordinatorName(line);
  return {
    setting: { env: 'DEV_STACK_ZOOKEEPER_PORT', port },
    ...data.serverFiles(id),
    reaperTimes: COORDINATOR_REAPER_TIMES,
    ...(line === '3' ? zookeeper(options) : controller(options)),
  };
}

type NameAndWork = Pick<ServerDefinition, 'name' | 'prepare' | 'probe'>;

function zookeeper(options: KafkaServersOptions): NameAndWork {
  const { data, coordinatorPort: port, heapMegabytes } = options;
  return {
    name: 'ZooKeeper',
    prepare: () =>
      javaServer(options, {
        id: 'zookeeper',
        mainClass: 'org.apache.zookeeper.server.quorum.QuorumPeerMain',
        properties: zookeeperProperties(port, data.folder('zookeeper')),
        javaOptions: [`-Xmx${heapMegabytes.zookeeper}m`, ...SMALL_SERVER],
      }),
    probe: () => probeZookeeper(port),
  };
}

function controller(options: KafkaServersOptions): NameAndWork {
  const { data, coordinatorPort: port, kafkaPorts, heapMegabytes, scramPasswords } = options;
  return {
    name: 'Kafka’s controller',
    prepare: async () => {
      const launch = await javaServer(options, {
        id: 'controller',
        mainClass: MAIN_CLASS,
        properties: controllerProperties(
          port,
          kafkaPorts.length,
          data.folder('controller'),
          options.controllerSettings,
        ),
        javaOptions: [`-Xmx${heapMegabytes.zookeeper}m`, ...SMALL_SERVER],
      });
      await formatStorage(await javaSetup(options), serverPaths(data, 'controller'), scramPasswords);
      return launch;
    },
    probe: () => versionOnceReady(options, probeController(port)),
  };
}

/** Each broker as a server of the stack; the coordinator must be running. */
export function kafkaDefinitions(options: KafkaServersOptions): ServerDefinition[] {
  return options.kafkaPorts.map((port, index) => kafkaDefinition(options, index + 1, port));
}

function kafkaDefinition(options: KafkaServersOptions, id: number, port: number): ServerDefinition {
  const { line, data, coordinatorPort, kafkaPorts } = options;
  const name = brokerName(id);
  const place = { id, port, line, coordinatorPort, clusterSize: kafkaPorts.length };
  return {
    name: kafkaPorts.length === 1 ? 'Kafka' : `Kafka broker ${id}`,
    setting: { env: 'DEV_STACK_KAFKA_PORT', port },
    ...data.serverFiles(name),
    reaperTimes: KAFKA_REAPER_TIMES,
    prepare: async () => {
      if (line === '3') await unregisterDeadBroker(coordinatorPort, id);
      const launch = await javaServer(options, {
        id: name,
        mainClass: MAIN_CLASS,
        properties: kafkaProperties(place, data.folder(name), options.kafkaSettings),
        javaOptions: [`-Xmx${options.heapMegabytes.kafka}m`],
      });
      if (line === '4') await formatStorage(await javaSetup(options), serverPaths(data, name));
      return launch;
    },
    probe: () => versionOnceReady(options, probeKafka(port)),
  };
}

async function versionOnceReady({ line }: KafkaServersOptions, probe: Promise<void>): Promise<string> {
  await probe;
  return kafkaVersion(line);
}

interface JavaServer {
  readonly id: CoordinatorName | BrokerName;
  readonly mainClass: string;
  readonly properties: Readonly<Record<string, string | number>>;
  readonly javaOptions: readonly string[];
}

async function javaServer(options: KafkaServersOptions, server: JavaServer): Promise<Launch> {
  const { data } = options;
  const { folder, settings } = serverPaths(data, server.id);
  const setup = await javaSetup(options);
  await mkdir(folder, { recursive: true });
  await writeFile(settings, propertiesText(server.properties));
  await writeFile(setup.log4j, serverLog4j());
  const { command, args } = javaCommand(setup, server.javaOptions, server.mainClass, [settings]);
  return { command, args, cwd: folder, env: javaEnvironment() };
}

function serverPaths(data: DataDirectory, id: JavaServer['id']): ServerPaths {
  return { folder: data.folder(id), settings: join(data.folder('conf'), `${id}.properties`) };
}

async function javaSetup({ data, jars }: KafkaServersOptions): Promise<JavaSetup> {
  return { jars: await jars(), log4j: join(data.folder('conf'), 'server-log4j.properties') };
}
