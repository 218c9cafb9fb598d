import type { Contender } from '../contender.ts';
import { answers, readingsOf, type SteadyRate } from '../latency/steady-rate.ts';
import { bareLoop } from '../peers/bare-loop/bare-loop.ts';
import { pipelineConsumer } from '../pipeline/pipeline-consumer.ts';
import type { Entry, Stage } from '../run/stage.ts';
import { PARTITIONS, type Extent } from './extent.ts';

const WARM_SECONDS = 3;
/** Enough for the broker to have compiled how it takes small requests. */
const WARM_UP: SteadyRate = { rate: 1_000, warmSeconds: WARM_SECONDS, measuredSeconds: 2 };

/** From a reading's due moment to its committed row, at fixed rates. */
export function latencyStage({ steadyRates, steadyRounds, steadySeconds }: Extent): Stage {
  return {
    name: 'latency',
    title: 'Latency, due moment to committed row',
    warmUp: entryOf(answers('warm-up', 'warm-up', bareLoop, WARM_UP), WARM_UP, 1),
    entries: steadyRates.flatMap((rate) =>
      entriesAt({ rate, warmSeconds: WARM_SECONDS, measuredSeconds: steadySeconds }, steadyRounds),
    ),
  };
}

function entriesAt(steady: SteadyRate, rounds: number): Entry[] {
  const { rate } = steady;
  return [
    answers(`consumer-at-${rate}`, `consumer, ${rate} readings/s`, pipelineConsumer(), steady),
    answers(`bare-loop-at-${rate}`, `bare loop, ${rate} readings/s`, bareLoop, steady),
  ].map((contender) => entryOf(contender, steady, rounds));
}

function entryOf(contender: Contender, steady: SteadyRate, rounds: number): Entry {
  return { contender, topic: { partitions: PARTITIONS, records: readingsOf(steady) }, rounds };
}
