import { LOOPBACK } from '../process/ports.ts';

/** A broker within its cluster. */
export interface BrokerPlace {
  /** From 1. */
  readonly id: number;
  readonly port: number;
  readonly zookeeperPort: number;
  /** How many brokers the cluster has. */
  readonly clusterSize: number;
}

/** As many copies as a cluster usually has; fewer on fewer brokers. */
const MAX_REPLICAS = 3;
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

/**
 * A broker's settings for one machine: nothing that waits for other brokers, and as many copies as there are brokers, up
 * to three, of which all but one must have a record before it is acknowledged.
 */
export function kafkaProperties(
  { id, port, zookeeperPort, clusterSize }: BrokerPlace,
  dataDirectory: string,
  overrides: Readonly<Record<string, string>>,
): Record<string, string | number> {
  const listener = `PLAINTEXT://${LOOPBACK}:${port}`;
  const replicas = Math.min(clusterSize, MAX_REPLICAS);
  const minInSync = Math.max(1, replicas - 1);
  return {
    'broker.id': id,
    'zookeeper.connect': `${LOOPBACK}:${zookeeperPort}`,
    listeners: listener,
    'advertised.listeners': listener,
    'log.dirs': dataDirectory,
    'auto.create.topics.enable': 'false',
    'default.replication.factor': replicas,
    'min.insync.replicas': minInSync,
    'offsets.topic.replication.factor': replicas,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': minInSync,
    'transaction.state.log.num.partitions': 1,
    'group.initial.rebalance.delay.ms': 0,
    'controlled.shutdown.enable': 'false',
    'log.cleaner.dedupe.buffer.size': CLEANER_BUFFER_MIB * MEBIBYTE,
    ...overrides,
  };
}
