import type { Contender } from '../contender.ts';
import { answers, readingsOf, type SteadyRate } from '../latency/steady-rate.ts';
import { bareLoop } from '../peers/bare-loop/bare-loop.ts';
import { pipelineConsumer } from '../pipeline/pipeline-consumer.ts';
import type { Entry, Stage } from '../run/stage.ts';
import { PARTITIONS, type Extent } from './extent.ts';

const RATES = [1_000, 10_000] as const;
const WARM_SECONDS = 3;
/** As many rounds as a quick run has time for. */
const MAX_ROUNDS = 3;

/** From a reading's due moment to its committed row, at fixed rates. */
export function latencyStage({ rounds, steadySeconds }: Extent): Stage {
  return {
    name: 'latency',
    title: 'Latency, due moment to committed row',
    rounds: Math.min(rounds, MAX_ROUNDS),
    entries: RATES.flatMap((rate) =>
      entriesAt({ rate, warmSeconds: WARM_SECONDS, measuredSeconds: steadySeconds }),
    ),
  };
}

function entriesAt(steady: SteadyRate): Entry[] {
  const { rate } = steady;
  const contenders: Contender[] = [
    answers(`consumer-at-${rate}`, `consumer, ${rate} readings/s`, pipelineConsumer(), steady),
    answers(`bare-loop-at-${rate}`, `bare loop, ${rate} readings/s`, bareLoop, steady),
  ];
  return contenders.map((contender) => ({
    contender,
    topic: { partitions: PARTITIONS, records: readingsOf(steady) },
  }));
}
