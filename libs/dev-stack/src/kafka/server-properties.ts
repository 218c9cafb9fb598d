import type { KafkaLine } from '../download/packages.ts';
import { LOOPBACK } from '../process/ports.ts';

/** A broker and its cluster. */
export interface BrokerPlace {
  /** From 1. */
  readonly id: number;
  readonly port: number;
  readonly line: KafkaLine;
  /** Of ZooKeeper, or of the controller. */
  readonly coordinatorPort: number;
  /** How many brokers the cluster has. */
  readonly clusterSize: number;
}

/** The usual number of replicas; fewer with fewer brokers. */
const MAX_REPLICAS = 3;
/** Broker ids start at 1. */
const CONTROLLER_ID = 1_000;
const CONTROLLER = 'CONTROLLER';
const PROTOCOLS = 'listener.security.protocol.map';
/** A killed broker cannot come back before its session has timed out. */
const BROKER_SESSION_MS = 4_000;
const BROKER_HEARTBEAT_MS = 500;
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
 * A broker's settings for one machine: nothing waits for other brokers; there are as many replicas as brokers, up to three,
 * all but one of which must have a record before it is acknowledged.
 */
export function kafkaProperties(
  { id, port, line, coordinatorPort, clusterSize }: BrokerPlace,
  dataDirectory: string,
  overrides: Readonly<Record<string, string>>,
): Record<string, string | number> {
  const listener = `PLAINTEXT://${LOOPBACK}:${port}`;
  const replicas = replicationFactor(clusterSize);
  const minInSync = minInSyncReplicas(clusterSize);
  const settings = {
    ...(line === '3' ? zookeeperSettings(id, coordinatorPort) : quorumSettings(id, coordinatorPort)),
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
  return line === '3' ? settings : withControllerListener(settings);
}

/**
 * The controller's settings. From Kafka 4.0 on, a new cluster takes its default of `min.insync.replicas` from the controller,
 * whatever the brokers' own setting is (KIP-966).
 */
export function controllerProperties(
  port: number,
  clusterSize: number,
  dataDirectory: string,
  overrides: Readonly<Record<string, string>>,
): Record<string, string | number> {
  return withControllerListener({
    'process.roles': 'controller',
    ...commonQuorumSettings(CONTROLLER_ID, port),
    listeners: `${CONTROLLER}://${LOOPBACK}:${port}`,
    'log.dirs': dataDirectory,
    'min.insync.replicas': minInSyncReplicas(clusterSize),
    'broker.session.timeout.ms': BROKER_SESSION_MS,
    ...overrides,
  });
}

function replicationFactor(clusterSize: number): number {
  return Math.min(clusterSize, MAX_REPLICAS);
}

function minInSyncReplicas(clusterSize: number): number {
  return Math.max(1, replicationFactor(clusterSize) - 1);
}

function zookeeperSettings(id: number, port: number): Record<string, string | number> {
  return { 'broker.id': id, 'zookeeper.connect': `${LOOPBACK}:${port}` };
}

function quorumSettings(id: number, port: number): Record<string, string | number> {
  return {
    'process.roles': 'broker',
    ...commonQuorumSettings(id, port),
    'broker.heartbeat.interval.ms': BROKER_HEARTBEAT_MS,
  };
}

function commonQuorumSettings(id: number, controllerPort: number): Record<string, string | number> {
  return {
    'node.id': id,
    'controller.quorum.voters': `${CONTROLLER_ID}@${LOOPBACK}:${controllerPort}`,
    'controller.listener.names': CONTROLLER,
  };
}

/** Adds the controller's listener to a map that may name other listeners. */
function withControllerListener(
  settings: Readonly<Record<string, string | number>>,
): Record<string, string | number> {
  const { [PROTOCOLS]: protocols = 'PLAINTEXT:PLAINTEXT' } = settings;
  return { ...settings, [PROTOCOLS]: `${CONTROLLER}:PLAINTEXT,${protocols}` };
}
