import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brokerName, type BrokerName, type DataDirectory } from '../data-directory.ts';
import type { Launch, ServerDefinition } from '../process/dev-server.ts';
import { propertiesText } from './java-properties.ts';
import { javaCommand, javaEnvironment, type JavaSetup } from './java.ts';
import { probeKafka } from './kafka-probe.ts';
import { serverLog4j } from './logging.ts';
import { kafkaProperties, zookeeperProperties } from './server-properties.ts';
import { forgetDeadBroker, probeZookeeper } from './zookeeper-protocol.ts';

const ZOOKEEPER_GUARD = { graceMs: 5_000, delayMs: 3_000 };
const KAFKA_GUARD = { graceMs: 10_000, delayMs: 0 };

/** What ZooKeeper and the brokers are run with. */
export interface KafkaServersOptions {
  readonly data: DataDirectory;
  readonly zookeeperPort: number;
  /** The port of each broker. */
  readonly kafkaPorts: readonly number[];
  readonly heapMegabytes: { readonly kafka: number; readonly zookeeper: number };
  readonly kafkaSettings: Readonly<Record<string, string>>;
  /** Fetches the jars if need be; gives their folder. */
  readonly jars: () => Promise<string>;
}

/** ZooKeeper, as a server of the stack. */
export function zookeeperDefinition(options: KafkaServersOptions): ServerDefinition {
  const { data, zookeeperPort: port, heapMegabytes } = options;
  return {
    name: 'ZooKeeper',
    setting: { env: 'DEV_STACK_ZOOKEEPER_PORT', port },
    ...data.serverFiles('zookeeper'),
    guardTimes: ZOOKEEPER_GUARD,
    prepare: () =>
      javaServer(options, {
        id: 'zookeeper',
        mainClass: 'org.apache.zookeeper.server.quorum.QuorumPeerMain',
        properties: zookeeperProperties(port, data.of('zookeeper')),
        javaOptions: [`-Xmx${heapMegabytes.zookeeper}m`, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
      }),
    probe: () => probeZookeeper(port),
  };
}

/** Each broker, as a server of the stack; ZooKeeper must be running. */
export function kafkaDefinitions(options: KafkaServersOptions): ServerDefinition[] {
  return options.kafkaPorts.map((port, index) => kafkaDefinition(options, index + 1, port));
}

function kafkaDefinition(options: KafkaServersOptions, id: number, port: number): ServerDefinition {
  const { data, zookeeperPort, kafkaPorts } = options;
  const name = brokerName(id);
  const place = { id, port, zookeeperPort, clusterSize: kafkaPorts.length };
  return {
    name: kafkaPorts.length === 1 ? 'Kafka' : `Kafka broker ${id}`,
    setting: { env: 'DEV_STACK_KAFKA_PORT', port },
    ...data.serverFiles(name),
    guardTimes: KAFKA_GUARD,
    prepare: async () => {
      await forgetDeadBroker(zookeeperPort, id);
      return javaServer(options, {
        id: name,
        mainClass: 'kafka.Kafka',
        properties: kafkaProperties(place, data.of(name), options.kafkaSettings),
        javaOptions: [`-Xmx${options.heapMegabytes.kafka}m`],
      });
    },
    probe: () => probeKafka(port),
  };
}

interface JavaServer {
  readonly id: 'zookeeper' | BrokerName;
  readonly mainClass: string;
  readonly properties: Readonly<Record<string, string | number>>;
  readonly javaOptions: readonly string[];
}

async function javaServer(options: KafkaServersOptions, server: JavaServer): Promise<Launch> {
  const { data } = options;
  const settings = join(data.of('conf'), `${server.id}.properties`);
  const setup: JavaSetup = {
    jars: await options.jars(),
    log4j: join(data.of('conf'), 'server-log4j.properties'),
  };
  await mkdir(data.of(server.id), { recursive: true });
  await writeFile(settings, propertiesText(server.properties));
  await writeFile(setup.log4j, serverLog4j());
  const { command, args } = javaCommand(setup, server.javaOptions, server.mainClass, [settings]);
  return { command, args, cwd: data.of(server.id), env: javaEnvironment() };
}
