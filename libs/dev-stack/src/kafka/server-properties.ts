import { LOOPBACK } from '../process/ports.ts';

/** The one broker's id. */
export const BROKER_ID = 1;

const MEBIBYTE = 1024 * 1024;
const CLEANER_BUFFER_MIB = 16;

/** ZooKeeper's settings: one server, this machine only, without the admin web server. */
export function zookeeperProperties(port: number, dataDirectory: string): Record<string, string | number> {
  return {
    dataDir: dataDirectory,
    clientPort: port,
    clientPortAddress: LOOPBACK,
    tickTime: 1000,
    maxClientCnxns: 0,
    'admin.enableServer': 'false',
    '4lw.commands.whitelist': 'srvr',
    'autopurge.snapRetainCount': 3,
    'autopurge.purgeInterval': 24,
  };
}

/** The broker's settings for one machine: a single replica of everything, and nothing that waits for other brokers. */
export function kafkaProperties(
  ports: { readonly kafka: number; readonly zookeeper: number },
  dataDirectory: string,
  overrides: Readonly<Record<string, string>>,
): Record<string, string | number> {
  const listener = `PLAINTEXT://${LOOPBACK}:${ports.kafka}`;
  return {
    'broker.id': BROKER_ID,
    'zookeeper.connect': `${LOOPBACK}:${ports.zookeeper}`,
    listeners: listener,
    'advertised.listeners': listener,
    'log.dirs': dataDirectory,
    'auto.create.topics.enable': 'false',
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 1,
    'group.initial.rebalance.delay.ms': 0,
    'controlled.shutdown.enable': 'false',
    'log.cleaner.dedupe.buffer.size': CLEANER_BUFFER_MIB * MEBIBYTE,
    ...overrides,
  };
}
