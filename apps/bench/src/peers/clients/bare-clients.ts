import { delimiter, dirname, join } from 'node:path';
import type { BenchContext, Candidate, Work } from '../../candidate.ts';
import { consumerCandidate, type RunningConsumer } from '../../run/consumer-candidate.ts';
import { producerCandidate, type RunningProducer } from '../../run/producer-candidate.ts';
import { sourceScript } from '../../workspace.ts';
import { installOnce, reasonNotInstallable, type InstallStep } from '../install.ts';
import { PEER_OFFSETS, recreatePeerTable, storingPeer } from '../peer-tables.ts';
import type { ConsumerWorkerOptions } from './consumer-worker.ts';
import type { ClientName } from './kafka-client.ts';
import type { ProducerWorkerOptions } from './producer-worker.ts';

/** A client that is installed when it is first measured; the repository does not depend on it. */
export interface ClientPackage {
  readonly client: ClientName;
  readonly name: string;
  readonly version: string;
  /** Whether it comes with a prebuilt binary, which is never compiled here. */
  readonly hasBinary: boolean;
}

const PLATFORMATIC: ClientPackage = {
  client: 'platformatic',
  name: '@platformatic/kafka',
  version: '2.12.1',
  hasBinary: false,
};
const CONFLUENT: ClientPackage = {
  client: 'confluent',
  name: '@confluentinc/kafka-javascript',
  version: '1.10.1',
  hasBinary: true,
};

let groups = 0;

/** Consumes with kafkajs, like `CLIENT_LOOPS` with the other clients. */
export async function bareLoop(work: Work): Promise<RunningConsumer> {
  return await startLoop(work, 'kafkajs', undefined);
}

/** Produces with kafkajs, like `CLIENT_PRODUCERS` with the other clients. */
export async function bareProducer(work: Work): Promise<RunningProducer> {
  return await startProducer(work, 'kafkajs', undefined);
}

/** The bare loop with the other clients. */
export const CLIENT_LOOPS: readonly Candidate[] = [PLATFORMATIC, CONFLUENT].map((wanted) => ({
  ...consumerCandidate(`${wanted.client}-loop`, `bare ${wanted.name} → LOAD DATA loop, keyed table`, (work) =>
    startLoop(work, wanted.client, packageFolder(work.cache, wanted)),
  ),
  prepare: (context) => prepare(context, wanted),
}));

/** The bare producer with the other clients. */
export const CLIENT_PRODUCERS: readonly Candidate[] = [PLATFORMATIC, CONFLUENT].map((wanted) => ({
  ...producerCandidate(
    `${wanted.client}-producer`,
    `bare ${wanted.name}, ready-made batches of 1,000, idempotent`,
    (work) => startProducer(work, wanted.client, packageFolder(work.cache, wanted)),
  ),
  prepare: (context) => prepare(context, wanted),
}));

/** The folder of a package in the cache; a binary fits one version of Node's ABI. */
function packageFolder(cache: string, { client, version }: ClientPackage): string {
  return join(cache, `${client}-${version}-node-${process.versions.modules}`);
}

/** The commands that install a package with the Node that runs it. */
function installSteps({ name, version, hasBinary }: ClientPackage): InstallStep[] {
  const env = { PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter) };
  const install = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', '.'];
  const fetchBinary = [
    'exec',
    '--no',
    '--prefix',
    '.',
    '-c',
    `cd node_modules/${name} && node-pre-gyp install`,
  ];
  return [
    { program: 'npm', args: [...install, `${name}@${version}`], env },
    ...(hasBinary ? [{ program: 'npm', args: fetchBinary, env }] : []),
  ];
}

async function prepare(context: BenchContext, wanted: ClientPackage): Promise<string | undefined> {
  const folder = packageFolder(context.cache, wanted);
  const title = `${wanted.name} ${wanted.version}`;
  return await reasonNotInstallable(() => installOnce(folder, title, installSteps(wanted), context));
}

/**
 * Starts a loop from Kafka to `LOAD DATA` at its best settings, which neither validates nor evaluates and trusts its input. It
 * merges the transactions of its partitions, commits its offsets in them as the consumer does, and writes to a keyed table.
 */
async function startLoop(
  work: Work,
  client: ClientName,
  folder: string | undefined,
): Promise<RunningConsumer> {
  const table = await recreatePeerTable(work, 'keyed');
  const { brokers, database, topic } = work;
  const group = `${client}-loop-${++groups}`;
  const options: ConsumerWorkerOptions = {
    ...{ client, folder, brokers, topic, group, database, table },
    offsetTable: PEER_OFFSETS,
  };
  const script = sourceScript('peers/clients/consumer-worker.ts');
  const loop = work.spawn(process.execPath, [script, JSON.stringify(options)]);
  return { ...storingPeer(work, loop, table), ready: loop.line(/joined/) };
}

/** Starts a client that sends ready-made records in batches of 1,000, idempotently. */
function startProducer(work: Work, client: ClientName, folder: string | undefined): Promise<RunningProducer> {
  const { brokers, topic } = work;
  const options: ProducerWorkerOptions = { client, folder, brokers, topic };
  const script = sourceScript('peers/clients/producer-worker.ts');
  const producer = work.spawn(process.execPath, [script, JSON.stringify(options)]);
  const acknowledged = (): number => Number(/acknowledged (\d+)/.exec(producer.output)?.[1]);
  return Promise.resolve({ process: producer, acknowledged });
}
