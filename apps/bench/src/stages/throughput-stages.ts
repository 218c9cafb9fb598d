import type { Candidate } from '../candidate.ts';
import { PLAIN_LOAD } from '../load/load-record.ts';
import { bareLoop, bareProducer, CLIENT_LOOPS, CLIENT_PRODUCERS } from '../peers/clients/bare-clients.ts';
import { CONNECT_INSERT, CONNECT_UPSERT } from '../peers/connect/connect-sink.ts';
import { KAFKA_PERF } from '../peers/kafka-perf/kafka-perf.ts';
import { loadDataLimit } from '../peers/load-data/load-data-limit.ts';
import { PYTHON_EVERYTHING, PYTHON_EXCEEDANCES, PYTHON_PRODUCER } from '../peers/python/python-peers.ts';
import { pipelineConsumer } from '../pipeline/pipeline-consumer.ts';
import { pipelineReplay, pipelineSimulator } from '../pipeline/pipeline-producer.ts';
import { consumerCandidate, producerCandidate } from '../run/drain-candidates.ts';
import type { Entry, Stage, TopicSetting } from '../run/stage.ts';
import { PARTITIONS, type Scale } from './scale.ts';

/** The pipeline, the bare loop and the limit. */
const CONSUMERS: readonly Candidate[] = [
  consumerCandidate('consumer', 'consumer', pipelineConsumer()),
  consumerCandidate('bare-loop', 'bare kafkajs → LOAD DATA loop, keyed table', bareLoop),
  consumerCandidate('load-data', 'LOAD DATA of the same rows, two connections, no Kafka', loadDataLimit),
];
const PEER_CONSUMERS: readonly Candidate[] = [
  ...CLIENT_LOOPS,
  CONNECT_UPSERT,
  CONNECT_INSERT,
  PYTHON_EVERYTHING,
  PYTHON_EXCEEDANCES,
];

/** The pipeline and the bare producer. */
const PRODUCERS: readonly Candidate[] = [
  producerCandidate('simulator', 'producer, simulator at full speed', pipelineSimulator()),
  producerCandidate('replay', 'producer, replay of a CSV file at full speed', pipelineReplay()),
  producerCandidate('bare-producer', 'bare kafkajs, ready-made batches of 1,000, idempotent', bareProducer),
];
const PEER_PRODUCERS: readonly Candidate[] = [...CLIENT_PRODUCERS, ...KAFKA_PERF, PYTHON_PRODUCER];

/** Twice the records: a source sends slowly while its code is compiled. */
const PRODUCED_FACTOR = 2;

/** From a full topic to the database, every reading stored. */
export function consumeStage(scale: Scale): Stage {
  const topic = { partitions: PARTITIONS, records: scale.records, shape: PLAIN_LOAD };
  return {
    name: 'consume',
    title: 'Kafka to database, every reading stored',
    entries: createEntries(CONSUMERS, PEER_CONSUMERS, topic, scale),
  };
}

/** From readings to Kafka, acknowledged by all replicas. */
export function produceStage(scale: Scale): Stage {
  const topic = { partitions: PARTITIONS, records: PRODUCED_FACTOR * scale.records };
  return {
    name: 'produce',
    title: 'Readings to Kafka, acknowledged',
    entries: createEntries(PRODUCERS, PEER_PRODUCERS, topic, scale),
  };
}

/** Peers are measured in fewer rounds. */
function createEntries(
  main: readonly Candidate[],
  peers: readonly Candidate[],
  topic: TopicSetting,
  { rounds, peerRounds }: Scale,
): Entry[] {
  return [
    ...main.map((candidate) => ({ candidate, topic, rounds })),
    ...peers.map((candidate) => ({ candidate, topic, rounds: peerRounds })),
  ];
}
