import type { Contender } from '../contender.ts';
import { bareProducer } from '../peers/bare-producer/bare-producer.ts';
import { KAFKA_PERF } from '../peers/kafka-perf/kafka-perf.ts';
import { PYTHON_PRODUCER } from '../peers/python/python-producer.ts';
import { pipelineReplay, pipelineSimulator } from '../pipeline/pipeline-producer.ts';
import { fills } from '../run/producing.ts';
import type { Stage } from '../run/stage.ts';
import { PARTITIONS, type Extent } from './extent.ts';

const OWN: readonly Contender[] = [
  fills('simulator', 'producer, simulator at full speed', pipelineSimulator()),
  fills('replay', 'producer, replay of a CSV file at full speed', pipelineReplay()),
  fills('bare-producer', 'bare kafkajs, ready-made batches of 1,000, idempotent', bareProducer),
];

/** Peers that take long to start, or are slow. */
const PEERS: readonly Contender[] = [...KAFKA_PERF, PYTHON_PRODUCER];

/** As many again while the code of a source is compiled: it sends slowly at first. */
const SHARE = 2;

/** From readings to Kafka, acknowledged by all replicas. */
export function produceStage({ records, rounds, peerRounds }: Extent): Stage {
  const topic = { partitions: PARTITIONS, records: SHARE * records };
  return {
    name: 'produce',
    title: 'Readings to Kafka, acknowledged',
    entries: [
      ...OWN.map((contender) => ({ contender, topic, rounds })),
      ...PEERS.map((contender) => ({ contender, topic, rounds: peerRounds })),
    ],
  };
}
