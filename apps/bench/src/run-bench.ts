import type { Logger } from '@weather/service-runtime';
import type { BenchOptions } from './bench-options.ts';
import { migrate } from './pipeline/weather-tables.ts';
import { createPlan } from './plan.ts';
import { profilePipeline } from './profile/profile-pipeline.ts';
import { describeEnvironment } from './results/circumstances.ts';
import type { Report } from './results/report.ts';
import { StageRunner, type StageResult } from './run/run-stage.ts';
import { BenchStack } from './stack/bench-stack.ts';
import { SCALES } from './stages/scale.ts';

export interface BenchRun {
  readonly options: BenchOptions;
  /** The arguments, for the results. */
  readonly args: readonly string[];
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** Starts the servers, runs all stages of the plan, and stops the servers. */
export async function runBench({ options, args, logger, signal }: BenchRun): Promise<Report> {
  const stages = createPlan(options);
  const stack = await BenchStack.start(logger, signal);
  try {
    const { context } = stack;
    const environment = await describeEnvironment(context, args);
    await migrate(context);
    const results: StageResult[] = [];
    for (const stage of stages) {
      results.push(await new StageRunner(stage, stack, SCALES[options.form].quietTimeoutSeconds).run());
    }
    return {
      environment,
      stages: stages.map(({ name, title }) => ({ name, title })),
      runs: results.flatMap(({ runs }) => runs),
      missing: results.flatMap(({ missing }) => missing),
      profiles: options.profile ? await profilePipeline(stack, SCALES[options.form], options.only) : [],
    };
  } finally {
    await stack.stop();
  }
}
