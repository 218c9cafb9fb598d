import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Candidate } from '../candidate.ts';
import { PLAIN_LOAD, type LoadShape } from '../load/load-record.ts';
import { pipelineConsumer } from '../pipeline/pipeline-consumer.ts';
import { pipelineReplay, pipelineSimulator } from '../pipeline/pipeline-producer.ts';
import type { ProfileSummary } from '../results/report.ts';
import { consumerCandidate, producerCandidate, type StartProducer } from '../run/drain-candidates.ts';
import { StageRunner } from '../run/run-stage.ts';
import type { BenchStack } from '../stack/bench-stack.ts';
import { PARTITIONS, type Scale } from '../stages/scale.ts';
import { builtApp, type App } from '../workspace.ts';
import { bundleSources, selfTimes, type CpuProfile } from './cpu-profile.ts';

/** An app that is profiled while it runs as a candidate. */
interface Profiled {
  readonly name: string;
  readonly title: string;
  readonly app: App;
  /** The stage that measures it. */
  readonly stage: string;
  readonly candidate: (nodeOptions: readonly string[]) => Candidate;
  /** The shape of the topic's records; undefined: an empty topic. */
  readonly shape?: LoadShape;
}

const LINES = 10;
/** Full speed begins with the first record batch that is read or written. */
const FIRST_BATCH = /kafkajs\/src\/protocol\/recordBatch/;
const CONSUMER = 'CPU profile of the consumer at full speed';
const PRODUCER = 'CPU profile of the producer';

const PROFILED: readonly Profiled[] = [
  profiledConsumer('consumer', 'consume', CONSUMER, PLAIN_LOAD),
  profiledConsumer('invalid-50', 'invalid', `${CONSUMER}, 50 % invalid`, { ...PLAIN_LOAD, invalid: 0.5 }),
  profiledProducer('simulator', `${PRODUCER}, simulator at full speed`, pipelineSimulator),
  profiledProducer('replay', `${PRODUCER}, replay at full speed`, pipelineReplay),
];

function profiledConsumer(name: string, stage: string, title: string, shape: LoadShape): Profiled {
  const candidate: Profiled['candidate'] = (nodeOptions) =>
    consumerCandidate(name, title, pipelineConsumer({ nodeOptions, shape }));
  return { name, title, app: 'consumer', stage, candidate, shape };
}

function profiledProducer(
  name: string,
  title: string,
  start: (nodeOptions: readonly string[]) => StartProducer,
): Profiled {
  const candidate: Profiled['candidate'] = (nodeOptions) =>
    producerCandidate(name, title, start(nodeOptions));
  return { name, title, app: 'producer', stage: 'produce', candidate };
}

/** Profiles the consumer and the producer at full speed, for the selected names. */
export async function profilePipeline(
  stack: BenchStack,
  scale: Scale,
  only: readonly string[] | undefined,
): Promise<ProfileSummary[]> {
  const summaries: ProfileSummary[] = [];
  for (const profiled of PROFILED) {
    if (only === undefined || only.includes(profiled.name) || only.includes(profiled.stage))
      summaries.push(await profile(stack, scale, profiled));
  }
  return summaries;
}

async function profile(
  stack: BenchStack,
  { records, quietTimeoutSeconds }: Scale,
  { name, title, app, candidate, shape }: Profiled,
): Promise<ProfileSummary> {
  const folder = join(stack.context.scratch, `profile-${name}`);
  await mkdir(folder);
  const topic = { partitions: PARTITIONS, records, ...(shape && { shape }) };
  const entry = { candidate: candidate(['--cpu-prof', `--cpu-prof-dir=${folder}`]), topic, rounds: 1 };
  const stage = { name: `profile-${name}`, title, entries: [entry] };
  await new StageRunner(stage, stack, quietTimeoutSeconds).run();
  const [file] = await readdir(folder);
  if (file === undefined) throw new Error(`the ${app} wrote no profile`);
  const taken = JSON.parse(await readFile(join(folder, file), 'utf8')) as CpuProfile;
  const times = selfTimes(taken, await bundleSources(builtApp(app)), FIRST_BATCH);
  return { title, lines: times.slice(0, LINES) };
}
