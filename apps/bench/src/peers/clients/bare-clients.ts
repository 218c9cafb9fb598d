import { delimiter, dirname, join } from 'node:path';
import type { BenchContext, Candidate, Work } from '../../candidate.ts';
import {
  consumerCandidate,
  producerCandidate,
  type RunningConsumer,
  type RunningProducer,
} from '../../run/drain-candidates.ts';
import { spawnScript } from '../../workspace.ts';
import { installOnce, reasonNotInstallable, type InstallStep } from '../install.ts';
import { PEER_OFFSETS, recreatePeerTable, storingPeer } from '../peer-tables.ts';
import type { ConsumerWorkerOptions } from './consumer-worker.ts';
import type { ClientName } from './kafka-client.ts';
import type { ProducerWorkerOptions } from './producer-worker.ts';

/** A client that is installed when it is first measured; the repository does not depend on it. */
interface ClientPackage {
  readonly client: ClientName;
  readonly name: string;
  readonly version: string;
  /** Whether it comes with a prebuilt binary, which is never compiled here. */
  readonly hasBinary: boolean;
}

const PACKAGES: readonly ClientPackage[] = [
  { client: 'platformatic', name: '@platformatic/kafka', version: '2.12.1', hasBinary: false },
  { client: 'confluent', name: '@confluentinc/kafka-javascript', version: '1.10.1', hasBinary: true },
];

let groups = 0;

/** The bare loop with the other clients. */
export const CLIENT_LOOPS: readonly Candidate[] = PACKAGES.map((wanted) => ({
  ...consumerCandidate(`${wanted.client}-loop`, `bare ${wanted.name} → LOAD DATA loop, keyed table`, (work) =>
    bareLoop(work, wanted.client, packageFolder(work, wanted)),
  ),
  prepare: (context) => prepare(context, wanted),
}));

/** The bare producer with the other clients. */
export const CLIENT_PRODUCERS: readonly Candidate[] = PACKAGES.map((wanted) => ({
  ...producerCandidate(
    `${wanted.client}-producer`,
    `bare ${wanted.name}, ready-made batches of 1,000, idempotent`,
    (work) => bareProducer(work, wanted.client, packageFolder(work, wanted)),
  ),
  prepare: (context) => prepare(context, wanted),
}));

/** The folder of a package in the cache; a binary fits one version of Node's ABI. */
function packageFolder({ cache }: BenchContext, { client, version }: ClientPackage): string {
  return join(cache, `${client}-${version}-node-${process.versions.modules}`);
}

/** Installs a package with the Node that runs it. */
async function prepare(context: BenchContext, wanted: ClientPackage): Promise<string | undefined> {
  const { name, version, hasBinary } = wanted;
  const env = { PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter) };
  const npm = (...args: string[]): InstallStep => ({ program: 'npm', args: [...args, '--prefix', '.'], env });
  const steps = [npm('install', '--no-audit', '--no-fund', '--ignore-scripts', `${name}@${version}`)];
  if (hasBinary) steps.push(npm('exec', '--no', '-c', `cd node_modules/${name} && node-pre-gyp install`));
  const folder = packageFolder(context, wanted);
  return await reasonNotInstallable(() => installOnce(folder, `${name} ${version}`, steps, context));
}

/**
 * Starts a loop from Kafka to `LOAD DATA` at its best settings, which neither validates nor evaluates and trusts its input. It
 * merges the transactions of its partitions, commits its offsets in them as the consumer does, and writes to a keyed table.
 */
export async function bareLoop(
  work: Work,
  client: ClientName = 'kafkajs',
  folder?: string,
): Promise<RunningConsumer> {
  const table = await recreatePeerTable(work, 'keyed');
  const { brokers, database, topic } = work;
  const group = `${client}-loop-${++groups}`;
  const options: ConsumerWorkerOptions = {
    ...{ client, folder, brokers, topic, group, database, table },
    offsetTable: PEER_OFFSETS,
  };
  const loop = spawnScript(work, 'peers/clients/consumer-worker.ts', options);
  return { ...storingPeer(work, loop, table), ready: loop.line(/joined/) };
}

/** Starts a client that sends ready-made records in batches of 1,000, idempotently. */
export function bareProducer(
  work: Work,
  client: ClientName = 'kafkajs',
  folder?: string,
): Promise<RunningProducer> {
  const { brokers, topic } = work;
  const options: ProducerWorkerOptions = { client, folder, brokers, topic };
  const producer = spawnScript(work, 'peers/clients/producer-worker.ts', options);
  const acknowledged = (): number => Number(/acknowledged (\d+)/.exec(producer.output)?.[1]);
  return Promise.resolve({ process: producer, acknowledged });
}
