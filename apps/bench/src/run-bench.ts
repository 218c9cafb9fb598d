import type { Logger } from '@weather/service-runtime';
import type { BenchOptions } from './bench-options.ts';
import { migrate } from './pipeline/weather-tables.ts';
import { createPlan } from './plan.ts';
import { profilePipeline } from './profile/profile-pipeline.ts';
import { describeEnvironment, type Report } from './results/report.ts';
import { StageRunner, type StageResult } from './run/run-stage.ts';
import { BenchStack } from './stack/bench-stack.ts';
import { SCALES } from './stages/scale.ts';

/**
 * Starts the servers, runs all stages of the plan, and stops the servers.
 * @param args the arguments, for the results.
 */
export async function runBench(
  options: BenchOptions,
  args: readonly string[],
  { logger, signal }: { readonly logger: Logger; readonly signal: AbortSignal },
): Promise<Report> {
  const stages = createPlan(options);
  const scale = SCALES[options.form];
  const stack = await BenchStack.start(logger, signal);
  try {
    const { context } = stack;
    const environment = await describeEnvironment(context, args);
    await migrate(context);
    const results: StageResult[] = [];
    for (const stage of stages) {
      results.push(await new StageRunner(stage, stack, scale.quietTimeoutSeconds).run());
    }
    return {
      environment,
      stages: stages.map(({ name, title }) => ({ name, title })),
      runs: results.flatMap(({ runs }) => runs),
      missing: results.flatMap(({ missing }) => missing),
      profiles: options.profile ? await profilePipeline(stack, scale, options.only) : [],
    };
  } finally {
    await stack.stop();
  }
}
