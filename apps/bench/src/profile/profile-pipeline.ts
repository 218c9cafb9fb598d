import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Candidate } from '../candidate.ts';
import { PLAIN_LOAD, type LoadShape } from '../load/load-record.ts';
import { pipelineConsumer } from '../pipeline/pipeline-consumer.ts';
import { pipelineReplay, pipelineSimulator } from '../pipeline/pipeline-producer.ts';
import type { ProfileSummary } from '../results/report.ts';
import { StageRunner } from '../run/run-stage.ts';
import type { TopicSetting } from '../run/stage.ts';
import { consumerCandidate, producerCandidate } from '../run/drain-candidates.ts';
import type { BenchStack } from '../stack/bench-stack.ts';
import { PARTITIONS, type Scale } from '../stages/scale.ts';
import { builtApp } from '../workspace.ts';
import { bundleSources } from './bundle-sources.ts';
import { selfTimes, type CpuProfile } from './cpu-profile.ts';

/** An app that is profiled while it runs as a candidate. */
interface Profiled {
  readonly name: string;
  readonly title: string;
  readonly app: 'consumer' | 'producer';
  /** The stage that measures it. */
  readonly stage: string;
  readonly candidate: (nodeOptions: readonly string[]) => Candidate;
  /** The shape of the topic's records. */
  readonly shape?: LoadShape;
}

const LINES = 10;
/** Full speed begins with the first record batch that is read or written. */
const FIRST_BATCH = /kafkajs\/src\/protocol\/recordBatch/;

const HALF_INVALID: LoadShape = { ...PLAIN_LOAD, invalid: 0.5 };

const PROFILED: readonly Profiled[] = [
  {
    name: 'consumer',
    title: 'CPU profile of the consumer at full speed',
    app: 'consumer',
    stage: 'consume',
    candidate: (nodeOptions) => consumerCandidate('consumer', 'consumer', pipelineConsumer({ nodeOptions })),
    shape: PLAIN_LOAD,
  },
  {
    name: 'invalid-50',
    title: 'CPU profile of the consumer at full speed, 50 % invalid',
    app: 'consumer',
    stage: 'invalid',
    candidate: (nodeOptions) =>
      consumerCandidate('invalid-50', 'consumer', pipelineConsumer({ nodeOptions, shape: HALF_INVALID })),
    shape: HALF_INVALID,
  },
  {
    name: 'simulator',
    title: 'CPU profile of the producer, simulator at full speed',
    app: 'producer',
    stage: 'produce',
    candidate: (nodeOptions) =>
      producerCandidate('simulator', 'simulator', pipelineSimulator({ nodeOptions })),
  },
  {
    name: 'replay',
    title: 'CPU profile of the producer, replay at full speed',
    app: 'producer',
    stage: 'produce',
    candidate: (nodeOptions) => producerCandidate('replay', 'replay', pipelineReplay({ nodeOptions })),
  },
];

/** Profiles the consumer and the producer at full speed, for the selected names. */
export async function profilePipeline(
  stack: BenchStack,
  { records, quietTimeoutSeconds }: Scale,
  only: readonly string[] | undefined,
): Promise<ProfileSummary[]> {
  const summaries: ProfileSummary[] = [];
  for (const profiled of PROFILED) {
    const { name, stage, shape } = profiled;
    if (only !== undefined && !only.includes(name) && !only.includes(stage)) continue;
    const topic = { partitions: PARTITIONS, records, ...(shape && { shape }) };
    summaries.push(await profile(stack, profiled, topic, quietTimeoutSeconds));
  }
  return summaries;
}

async function profile(
  stack: BenchStack,
  { name, title, app, candidate }: Profiled,
  topic: TopicSetting,
  quietTimeoutSeconds: number,
): Promise<ProfileSummary> {
  const folder = join(stack.context.scratch, `profile-${name}`);
  await mkdir(folder);
  const entry = { candidate: candidate(['--cpu-prof', `--cpu-prof-dir=${folder}`]), topic, rounds: 1 };
  const stage = { name: `profile-${name}`, title, entries: [entry] };
  await new StageRunner(stage, stack, quietTimeoutSeconds).run();
  const [file] = await readdir(folder);
  if (file === undefined) throw new Error(`the ${app} wrote no profile`);
  const taken = JSON.parse(await readFile(join(folder, file), 'utf8')) as CpuProfile;
  const times = selfTimes(taken, await bundleSources(builtApp(app)), FIRST_BATCH);
  return { title, lines: times.slice(0, LINES) };
}
