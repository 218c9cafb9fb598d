import type { Candidate } from '../candidate.ts';
import { bareProducer, CLIENT_PRODUCERS } from '../peers/clients/bare-clients.ts';
import { KAFKA_PERF } from '../peers/kafka-perf/kafka-perf.ts';
import { PYTHON_PRODUCER } from '../peers/python/python-peers.ts';
import { pipelineReplay, pipelineSimulator } from '../pipeline/pipeline-producer.ts';
import { producerCandidate } from '../run/drain-candidates.ts';
import type { Stage } from '../run/stage.ts';
import { PARTITIONS, type Scale } from './scale.ts';

/** The pipeline and the bare producer. */
const MAIN: readonly Candidate[] = [
  producerCandidate('simulator', 'producer, simulator at full speed', pipelineSimulator()),
  producerCandidate('replay', 'producer, replay of a CSV file at full speed', pipelineReplay()),
  producerCandidate('bare-producer', 'bare kafkajs, ready-made batches of 1,000, idempotent', bareProducer),
];

/** Peers, measured in fewer rounds. */
const PEERS: readonly Candidate[] = [...CLIENT_PRODUCERS, ...KAFKA_PERF, PYTHON_PRODUCER];

/** Twice the records: a source sends slowly while its code is compiled. */
const SHARE = 2;

/** From readings to Kafka, acknowledged by all replicas. */
export function produceStage({ records, rounds, peerRounds }: Scale): Stage {
  const topic = { partitions: PARTITIONS, records: SHARE * records };
  return {
    name: 'produce',
    title: 'Readings to Kafka, acknowledged',
    entries: [
      ...MAIN.map((candidate) => ({ candidate, topic, rounds })),
      ...PEERS.map((candidate) => ({ candidate, topic, rounds: peerRounds })),
    ],
  };
}
