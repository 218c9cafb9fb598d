import { reasonOf } from '@weather/service-runtime';
import type { BenchStack } from '../stack/bench-stack.ts';
import { waitForQuiet } from './quiet-machine.ts';
import { runLine } from './run-line.ts';
import type { Entry, Run, Stage } from './stage.ts';
import { TopicCabinet } from './topic-cabinet.ts';
import { workOn } from './work-on.ts';

export interface StageResult {
  readonly runs: readonly Run[];
  /** Contenders without a result, and why. */
  readonly missing: readonly { readonly contender: string; readonly reason: string }[];
}

/**
 * Runs the contenders of a stage in rounds, A B C A B C, so that a slower minute meets all alike. One that fails is left
 * out from then on.
 */
export async function runStage(
  stage: Stage,
  stack: BenchStack,
  patienceSeconds: number,
): Promise<StageResult> {
  const missing: { contender: string; reason: string }[] = [];
  const runs: Run[] = [];
  const topics = new TopicCabinet(stack, stage.name);
  const leaveOut = (entry: Entry, reason: string): void => {
    missing.push({ contender: entry.contender.name, reason });
    stack.progress(`${stage.name}: ${entry.contender.name} is left out: ${reason}`);
  };
  let entries = await availableEntries(stage, stack, leaveOut);
  for (let round = 1; round <= stage.rounds; round++) {
    for (const entry of entries) {
      try {
        await waitForQuiet(stack.stopwatch, patienceSeconds, stack.signal);
        const run = await runOnce(stage, entry, round, stack, topics);
        runs.push(run);
        stack.progress(runLine(run, stage.rounds));
      } catch (error) {
        stack.signal.throwIfAborted();
        leaveOut(entry, reasonOf(error));
        entries = entries.filter((other) => other !== entry);
      }
    }
  }
  await topics.removeAll();
  return { runs, missing };
}

async function availableEntries(
  stage: Stage,
  stack: BenchStack,
  leaveOut: (entry: Entry, reason: string) => void,
): Promise<Entry[]> {
  const available: Entry[] = [];
  for (const entry of stage.entries) {
    const reason = await entry.contender.prepare?.(stack);
    if (reason === undefined) available.push(entry);
    else leaveOut(entry, reason);
  }
  return available;
}

async function runOnce(
  stage: Stage,
  { contender, topic: setting }: Entry,
  round: number,
  stack: BenchStack,
  topics: TopicCabinet,
): Promise<Run> {
  const { partitions, records } = setting;
  const topic = await topics.topicFor(setting);
  const at = new Date().toISOString();
  const measurement = await contender.measure(workOn(stack, { topic, partitions, records }));
  const { name, title } = contender;
  return { stage: stage.name, contender: name, title, round, at, partitions, measurement };
}
