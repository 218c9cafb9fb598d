import { UsageError } from '@weather/service-runtime';
import type { BenchOptions } from './bench-options.ts';
import type { Stage } from './run/stage.ts';
import { consumeStage } from './stages/consume-stage.ts';
import { EXTENTS } from './stages/extent.ts';
import { latencyStage } from './stages/latency-stage.ts';
import { produceStage } from './stages/produce-stage.ts';

/**
 * The stages that the options ask for.
 * @throws UsageError when a name is of no stage and no contender.
 */
export function planOf({ form, rounds, only }: BenchOptions): Stage[] {
  const extent = { ...EXTENTS[form], ...(rounds !== undefined && { rounds }) };
  const stages = [consumeStage(extent), produceStage(extent), latencyStage(extent)];
  if (only === undefined) return stages;
  checkNames(only, stages);
  return stages.flatMap((stage) => {
    if (only.includes(stage.name)) return [stage];
    const entries = stage.entries.filter(({ contender }) => only.includes(contender.name));
    return entries.length === 0 ? [] : [{ ...stage, entries }];
  });
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
