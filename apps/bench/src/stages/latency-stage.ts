import type { Candidate } from '../candidate.ts';
import { latencyCandidate, readingCount, type SteadyRate } from '../latency/latency-candidate.ts';
import { bareLoop } from '../peers/clients/bare-clients.ts';
import { pipelineConsumer } from '../pipeline/pipeline-consumer.ts';
import type { Entry, Stage } from '../run/stage.ts';
import { PARTITIONS, type Scale } from './scale.ts';

const WARM_SECONDS = 3;
/** Enough for the broker's JVM to compile the handling of small requests. */
const WARM_UP: SteadyRate = { rate: 1_000, warmSeconds: WARM_SECONDS, measuredSeconds: 2 };

/** From a reading's due time to its committed row, at fixed rates. */
export function latencyStage({ steadyRates, steadyRounds, steadySeconds }: Scale): Stage {
  return {
    name: 'latency',
    title: 'Latency, due time to committed row',
    warmUp: createEntry(latencyCandidate('warm-up', 'warm-up', bareLoop, WARM_UP), WARM_UP, 1),
    entries: steadyRates.flatMap((rate) =>
      entriesForRate({ rate, warmSeconds: WARM_SECONDS, measuredSeconds: steadySeconds }, steadyRounds),
    ),
  };
}

function entriesForRate(steady: SteadyRate, rounds: number): Entry[] {
  const { rate } = steady;
  return [
    latencyCandidate(`consumer-at-${rate}`, `consumer, ${rate} readings/s`, pipelineConsumer(), steady),
    latencyCandidate(`bare-loop-at-${rate}`, `bare loop, ${rate} readings/s`, bareLoop, steady),
  ].map((candidate) => createEntry(candidate, steady, rounds));
}

function createEntry(candidate: Candidate, steady: SteadyRate, rounds: number): Entry {
  return { candidate, topic: { partitions: PARTITIONS, records: readingCount(steady) }, rounds };
}
