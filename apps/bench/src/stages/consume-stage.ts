import type { Candidate } from '../candidate.ts';
import { PLAIN_LOAD } from '../load/load-record.ts';
import { bareLoop, CLIENT_LOOPS } from '../peers/clients/bare-clients.ts';
import { CONNECT_INSERT, CONNECT_UPSERT } from '../peers/connect/connect-sink.ts';
import { loadDataLimit } from '../peers/load-data/load-data-limit.ts';
import { PYTHON_EXCEEDANCES, PYTHON_EVERYTHING } from '../peers/python/python-peers.ts';
import { pipelineConsumer } from '../pipeline/pipeline-consumer.ts';
import type { Stage } from '../run/stage.ts';
import { consumerCandidate } from '../run/drain-candidates.ts';
import { PARTITIONS, type Scale } from './scale.ts';

/** The pipeline, the bare loop and the limit. */
const MAIN: readonly Candidate[] = [
  consumerCandidate('consumer', 'consumer', pipelineConsumer()),
  consumerCandidate('bare-loop', 'bare kafkajs → LOAD DATA loop, keyed table', bareLoop),
  consumerCandidate('load-data', 'LOAD DATA of the same rows, two connections, no Kafka', loadDataLimit),
];

/** Peers, measured in fewer rounds. */
const PEERS: readonly Candidate[] = [
  ...CLIENT_LOOPS,
  CONNECT_UPSERT,
  CONNECT_INSERT,
  PYTHON_EVERYTHING,
  PYTHON_EXCEEDANCES,
];

/** From a full topic to the database, every reading stored. */
export function consumeStage({ records, rounds, peerRounds }: Scale): Stage {
  const topic = { partitions: PARTITIONS, records, shape: PLAIN_LOAD };
  return {
    name: 'consume',
    title: 'Kafka to database, every reading stored',
    entries: [
      ...MAIN.map((candidate) => ({ candidate, topic, rounds })),
      ...PEERS.map((candidate) => ({ candidate, topic, rounds: peerRounds })),
    ],
  };
}
