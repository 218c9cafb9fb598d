import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataDirectory } from '../data-directory.ts';
import type { Launch, ServerDefinition } from '../process/dev-server.ts';
import { propertiesText } from './java-properties.ts';
import { javaCommand, javaEnvironment, type JavaSetup } from './java.ts';
import { probeKafka } from './kafka-probe.ts';
import { serverLog4j } from './logging.ts';
import { BROKER_ID, kafkaProperties, zookeeperProperties } from './server-properties.ts';
import { deleteNodes, probeZookeeper } from './zookeeper-protocol.ts';

const ZOOKEEPER_GUARD = { graceMs: 5_000, delayMs: 3_000 };
const KAFKA_GUARD = { graceMs: 10_000, delayMs: 0 };

/** What both servers are run with. */
export interface KafkaServersOptions {
  readonly data: DataDirectory;
  readonly ports: { readonly kafka: number; readonly zookeeper: number };
  readonly heapMegabytes: { readonly kafka: number; readonly zookeeper: number };
  readonly kafkaSettings: Readonly<Record<string, string>>;
  /** Fetches the jars if need be; gives their folder. */
  readonly jars: () => Promise<string>;
}

/** ZooKeeper, as a server of the stack. */
export function zookeeperDefinition(options: KafkaServersOptions): ServerDefinition {
  const { data, ports, heapMegabytes } = options;
  return {
    name: 'ZooKeeper',
    setting: { env: 'DEV_STACK_ZOOKEEPER_PORT', port: ports.zookeeper },
    ...data.serverFiles('zookeeper'),
    guardTimes: ZOOKEEPER_GUARD,
    prepare: () =>
      javaServer(options, {
        id: 'zookeeper',
        mainClass: 'org.apache.zookeeper.server.quorum.QuorumPeerMain',
        properties: zookeeperProperties(ports.zookeeper, data.of('zookeeper')),
        javaOptions: [`-Xmx${heapMegabytes.zookeeper}m`, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
      }),
    probe: () => probeZookeeper(ports.zookeeper),
  };
}

/** The broker, as a server of the stack; ZooKeeper must be running. */
export function kafkaDefinition(options: KafkaServersOptions): ServerDefinition {
  const { data, ports, heapMegabytes, kafkaSettings } = options;
  return {
    name: 'Kafka',
    setting: { env: 'DEV_STACK_KAFKA_PORT', port: ports.kafka },
    ...data.serverFiles('kafka'),
    guardTimes: KAFKA_GUARD,
    prepare: async () => {
      await forgetDeadBroker(ports.zookeeper);
      return javaServer(options, {
        id: 'kafka',
        mainClass: 'kafka.Kafka',
        properties: kafkaProperties(ports, data.of('kafka'), kafkaSettings),
        javaOptions: [`-Xmx${heapMegabytes.kafka}m`],
      });
    },
    probe: () => probeKafka(ports.kafka),
  };
}

/**
 * A broker that was killed stays registered until its session times out, and a new one refuses to start meanwhile; as
 * it is known to be dead, its registrations can go at once.
 */
async function forgetDeadBroker(zookeeperPort: number): Promise<void> {
  await deleteNodes(zookeeperPort, [`/brokers/ids/${BROKER_ID}`, '/controller']).catch((error: unknown) => {
    throw new Error('Kafka cannot start: ZooKeeper does not answer', { cause: error });
  });
}

interface JavaServer {
  readonly id: 'zookeeper' | 'kafka';
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
