import { UsageError } from '@weather/service-runtime';
import type { BenchOptions } from './bench-options.ts';
import type { Stage } from './run/stage.ts';
import { consumeStage } from './stages/consume-stage.ts';
import { EXTENTS, type Extent } from './stages/extent.ts';
import { growthStages } from './stages/growth-stages.ts';
import { latencyStage } from './stages/latency-stage.ts';
import { produceStage } from './stages/produce-stage.ts';

/**
 * The stages that the options ask for.
 * @throws UsageError when a name is of no stage and no contender.
 */
export function planOf({ form, rounds, only }: BenchOptions): Stage[] {
  const extent = extentOf(form, rounds);
  const growth = extent.growthRounds > 0 ? growthStages(extent) : [];
  const stages = [consumeStage(extent), produceStage(extent), latencyStage(extent), ...growth];
  if (only === undefined) return stages;
  checkNames(only, stages);
  return stages.flatMap((stage) => {
    if (only.includes(stage.name)) return [stage];
    const entries = stage.entries.filter(({ contender }) => only.includes(contender.name));
    return entries.length === 0 ? [] : [{ ...stage, entries }];
  });
}

/** Rounds that are asked for are those of everything. */
function extentOf(form: BenchOptions['form'], rounds: number | undefined): Extent {
  const extent = EXTENTS[form];
  if (rounds === undefined) return extent;
  const growthRounds = extent.growthRounds > 0 ? rounds : 0;
  return { ...extent, rounds, peerRounds: rounds, steadyRounds: rounds, growthRounds };
}

function checkNames(only: readonly string[], stages: readonly Stage[]): void {
  const names = stages.flatMap(({ name, entries }) => [
    name,
    ...entries.map(({ contender }) => contender.name),
  ]);
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length === 0) return;
  throw new UsageError(`--only ${unknown.join(',')}: there are ${[...new Set(names)].join(', ')}`);
}
