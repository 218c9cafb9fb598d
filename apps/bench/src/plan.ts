import { UsageError } from '@weather/service-runtime';
import type { BenchOptions } from './bench-options.ts';
import type { Contender } from './contender.ts';
import { PLAIN_LOAD } from './load/load-record.ts';
import { BARE_LOOP } from './peers/bare-loop/bare-loop.ts';
import { LOAD_DATA_LIMIT } from './peers/load-data/load-data-limit.ts';
import { pipelineConsumer } from './pipeline/pipeline-consumer.ts';
import type { Entry, Stage } from './run/stage.ts';

/** How much is measured. */
interface Extent {
  readonly records: number;
  readonly rounds: number;
}

const EXTENTS: Readonly<Record<BenchOptions['form'], Extent>> = {
  quick: { records: 200_000, rounds: 3 },
  full: { records: 1_000_000, rounds: 5 },
};
const PARTITIONS = 4;

/**
 * The stages that the options ask for.
 * @throws UsageError when a name is of no stage and no contender.
 */
export function planOf({ form, rounds, only }: BenchOptions): Stage[] {
  const extent = { ...EXTENTS[form], ...(rounds !== undefined && { rounds }) };
  const stages = [consumeStage(extent)];
  if (only === undefined) return stages;
  checkNames(only, stages);
  return stages.flatMap((stage) => {
    const entries = stage.entries.filter(({ contender }) => only.includes(contender.name));
    if (only.includes(stage.name)) return [stage];
    return entries.length === 0 ? [] : [{ ...stage, entries }];
  });
}

function consumeStage({ records, rounds }: Extent): Stage {
  const entry = (contender: Contender): Entry => ({
    contender,
    topic: {
      partitions: PARTITIONS,
      records: Math.round(records * (contender.share ?? 1)),
      shape: PLAIN_LOAD,
    },
  });
  return {
    name: 'consume',
    title: 'Kafka to database, every reading stored',
    rounds,
    entries: [pipelineConsumer({ name: 'consumer', title: 'consumer' }), BARE_LOOP, LOAD_DATA_LIMIT].map(
      entry,
    ),
  };
}

function checkNames(only: readonly string[], stages: readonly Stage[]): void {
  const known = stages.flatMap(({ name, entries }) => [
    name,
    ...entries.map(({ contender }) => contender.name),
  ]);
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new UsageError(`--only ${unknown.join(',')}: there are ${[...new Set(known)].join(', ')}`);
}
