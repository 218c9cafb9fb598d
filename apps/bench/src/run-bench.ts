import type { Logger } from '@weather/service-runtime';
import type { BenchOptions } from './bench-options.ts';
import { migrate } from './pipeline/weather-tables.ts';
import { planOf } from './plan.ts';
import { runStage, type StageResult } from './run/run-stage.ts';
import { BenchStack } from './stack/bench-stack.ts';

/** Seconds that a run waits for a quiet machine. */
const PATIENCE_SECONDS = { quick: 5, full: 60 } as const;

/** Starts the servers, runs all stages of the plan, and ends the servers. */
export async function runBench(
  options: BenchOptions,
  logger: Logger,
  signal: AbortSignal,
): Promise<StageResult[]> {
  const stages = planOf(options);
  const stack = await BenchStack.start(logger, signal);
  try {
    await migrate(stack);
    const results: StageResult[] = [];
    for (const stage of stages) results.push(await runStage(stage, stack, PATIENCE_SECONDS[options.form]));
    return results;
  } finally {
    await stack.stop();
  }
}
