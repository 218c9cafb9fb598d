import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Contender } from '../contender.ts';
import { PLAIN_LOAD, type LoadShape } from '../load/load-record.ts';
import { pipelineConsumer } from '../pipeline/pipeline-consumer.ts';
import { pipelineReplay, pipelineSimulator } from '../pipeline/pipeline-producer.ts';
import type { ProfileSummary } from '../results/report.ts';
import { fills } from '../run/producing.ts';
import { StageRunner } from '../run/run-stage.ts';
import type { TopicSetting } from '../run/stage.ts';
import { drains } from '../run/storing.ts';
import type { BenchStack } from '../stack/bench-stack.ts';
import { PARTITIONS, type Extent } from '../stages/extent.ts';
import { builtApp } from '../workspace.ts';
import { bundleSources } from './bundle-sources.ts';
import { selfTimes, type CpuProfile } from './cpu-profile.ts';

/** An app whose profile is taken while it does what a contender does. */
interface Profiled {
  readonly name: string;
  readonly title: string;
  readonly app: 'consumer' | 'producer';
  /** The stage that measures it. */
  readonly stage: string;
  readonly contender: (nodeOptions: readonly string[]) => Contender;
  /** What the topic is filled with before. */
  readonly shape?: LoadShape;
}

const LINES = 10;
/** Where the work at full speed begins: with the first batch of records that is read or written. */
const FIRST_BATCH = /kafkajs\/src\/protocol\/recordBatch/;

const HALF_GARBAGE: LoadShape = { ...PLAIN_LOAD, bad: 0.5 };

const PROFILED: readonly Profiled[] = [
  {
    name: 'consumer',
    title: 'CPU profile of the consumer at full speed',
    app: 'consumer',
    stage: 'consume',
    contender: (nodeOptions) => drains('consumer', 'consumer', pipelineConsumer({ nodeOptions })),
    shape: PLAIN_LOAD,
  },
  {
    name: 'bad-50',
    title: 'CPU profile of the consumer at full speed, 50 % garbage',
    app: 'consumer',
    stage: 'bad',
    contender: (nodeOptions) =>
      drains('bad-50', 'consumer', pipelineConsumer({ nodeOptions, shape: HALF_GARBAGE })),
    shape: HALF_GARBAGE,
  },
  {
    name: 'simulator',
    title: 'CPU profile of the producer, simulator at full speed',
    app: 'producer',
    stage: 'produce',
    contender: (nodeOptions) => fills('simulator', 'simulator', pipelineSimulator({ nodeOptions })),
  },
  {
    name: 'replay',
    title: 'CPU profile of the producer, replay at full speed',
    app: 'producer',
    stage: 'produce',
    contender: (nodeOptions) => fills('replay', 'replay', pipelineReplay({ nodeOptions })),
  },
];

/** Where the time of the consumer and the producer goes at full speed, for the names that are asked for. */
export async function profilePipeline(
  stack: BenchStack,
  { records, patienceSeconds }: Extent,
  only: readonly string[] | undefined,
): Promise<ProfileSummary[]> {
  const summaries: ProfileSummary[] = [];
  for (const profiled of PROFILED) {
    const { name, stage, shape } = profiled;
    if (only !== undefined && !only.includes(name) && !only.includes(stage)) continue;
    const topic = { partitions: PARTITIONS, records, ...(shape && { shape }) };
    summaries.push(await profile(stack, profiled, topic, patienceSeconds));
  }
  return summaries;
}

async function profile(
  stack: BenchStack,
  { name, title, app, contender }: Profiled,
  topic: TopicSetting,
  patienceSeconds: number,
): Promise<ProfileSummary> {
  const folder = join(stack.scratch, `profile-${name}`);
  await mkdir(folder);
  const entry = { contender: contender(['--cpu-prof', `--cpu-prof-dir=${folder}`]), topic, rounds: 1 };
  const stage = { name: `profile-${name}`, title, entries: [entry] };
  await new StageRunner(stage, stack, patienceSeconds).run();
  const [file] = await readdir(folder);
  if (file === undefined) throw new Error(`the ${app} has written no profile`);
  const taken = JSON.parse(await readFile(join(folder, file), 'utf8')) as CpuProfile;
  const times = selfTimes(taken, await bundleSources(builtApp(app)), FIRST_BATCH);
  return { title, lines: times.slice(0, LINES) };
}
