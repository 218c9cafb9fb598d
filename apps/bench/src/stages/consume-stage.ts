import type { Contender } from '../contender.ts';
import { PLAIN_LOAD } from '../load/load-record.ts';
import { bareLoop } from '../peers/bare-loop/bare-loop.ts';
import { CONNECT_INSERT, CONNECT_UPSERT } from '../peers/connect/connect-sink.ts';
import { loadDataLimit } from '../peers/load-data/load-data-limit.ts';
import { PYTHON_ALERTS, PYTHON_EVERYTHING } from '../peers/python/python-consumer.ts';
import { pipelineConsumer } from '../pipeline/pipeline-consumer.ts';
import type { Stage } from '../run/stage.ts';
import { drains } from '../run/storing.ts';
import { PARTITIONS, type Extent } from './extent.ts';

const OWN: readonly Contender[] = [
  drains('consumer', 'consumer', pipelineConsumer()),
  drains('bare-loop', 'bare kafkajs → LOAD DATA loop, keyed table', bareLoop),
  drains('load-data', 'LOAD DATA of the same rows, two connections, no Kafka', loadDataLimit),
];

/** Peers that take long to start, or are slow. */
const PEERS: readonly Contender[] = [CONNECT_UPSERT, CONNECT_INSERT, PYTHON_EVERYTHING, PYTHON_ALERTS];

/** From a full topic to the database, every reading stored. */
export function consumeStage({ records, rounds, peerRounds }: Extent): Stage {
  const topic = { partitions: PARTITIONS, records, shape: PLAIN_LOAD };
  return {
    name: 'consume',
    title: 'Kafka to database, every reading stored',
    entries: [
      ...OWN.map((contender) => ({ contender, topic, rounds })),
      ...PEERS.map((contender) => ({ contender, topic, rounds: peerRounds })),
    ],
  };
}
