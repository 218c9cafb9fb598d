import type { Logger } from '@weather/service-runtime';
import type { BenchOptions } from './bench-options.ts';
import { migrate } from './pipeline/weather-tables.ts';
import { planOf } from './plan.ts';
import { profilePipeline } from './profile/profile-pipeline.ts';
import { circumstancesOf } from './results/circumstances.ts';
import type { Report } from './results/report.ts';
import { StageRunner, type StageResult } from './run/run-stage.ts';
import { surroundingsOf } from './run/work-on.ts';
import { BenchStack } from './stack/bench-stack.ts';
import { EXTENTS } from './stages/extent.ts';

export interface BenchRun {
  readonly options: BenchOptions;
  /** As they were given, for the results. */
  readonly args: readonly string[];
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** Starts the servers, runs all stages of the plan, and ends the servers. */
export async function runBench({ options, args, logger, signal }: BenchRun): Promise<Report> {
  const stages = planOf(options);
  const stack = await BenchStack.start(logger, signal);
  try {
    const surroundings = surroundingsOf(stack);
    const circumstances = await circumstancesOf(surroundings, args);
    await migrate(surroundings);
    const results: StageResult[] = [];
    for (const stage of stages) {
      results.push(await new StageRunner(stage, stack, EXTENTS[options.form].patienceSeconds).run());
    }
    return {
      circumstances,
      stages: stages.map(({ name, title }) => ({ name, title })),
      runs: results.flatMap(({ runs }) => runs),
      missing: results.flatMap(({ missing }) => missing),
      profiles: options.profile ? await profilePipeline(stack, EXTENTS[options.form], options.only) : [],
    };
  } finally {
    await stack.stop();
  }
}
