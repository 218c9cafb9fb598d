import { UsageError } from '@weather/service-runtime';
import type { BenchOptions } from './bench-options.ts';
import type { Stage } from './run/stage.ts';
import { SCALES, type Scale } from './stages/scale.ts';
import { growthStages } from './stages/growth-stages.ts';
import { latencyStage } from './stages/latency-stage.ts';
import { consumeStage, produceStage } from './stages/throughput-stages.ts';

/**
 * Selects the stages for the options.
 * @throws UsageError when `--only` names neither a stage nor a candidate.
 */
export function createPlan({ form, rounds, only }: BenchOptions): Stage[] {
  const scale = createScale(form, rounds);
  const growth = scale.growthRounds > 0 ? growthStages(scale) : [];
  const stages = [consumeStage(scale), produceStage(scale), latencyStage(scale), ...growth];
  if (only === undefined) return stages;
  checkNames(only, stages);
  return stages.flatMap((stage) => {
    if (only.includes(stage.name)) return [stage];
    const entries = stage.entries.filter(({ candidate }) => only.includes(candidate.name));
    return entries.length === 0 ? [] : [{ ...stage, entries }];
  });
}

/** `--rounds` applies to all stages. */
function createScale(form: BenchOptions['form'], rounds: number | undefined): Scale {
  const scale = SCALES[form];
  if (rounds === undefined) return scale;
  const growthRounds = scale.growthRounds > 0 ? rounds : 0;
  return { ...scale, rounds, peerRounds: rounds, steadyRounds: rounds, growthRounds };
}

function checkNames(only: readonly string[], stages: readonly Stage[]): void {
  const names = stages.flatMap(({ name, entries }) => [
    name,
    ...entries.map(({ candidate }) => candidate.name),
  ]);
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length === 0) return;
  throw new UsageError(`unknown --only ${unknown.join(',')}; available: ${[...new Set(names)].join(', ')}`);
}
