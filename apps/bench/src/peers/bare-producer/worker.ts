import kafkajs from 'kafkajs';
import { loadRecord } from '../../load/load-record.ts';
import type { BareProducerOptions } from './producer-options.ts';

const BATCH = 1_000;
const BATCHES = 50;
const ALL_REPLICAS = -1;

const { brokers, topic } = JSON.parse(process.argv[2] ?? '') as BareProducerOptions;

/** Made before anything is timed, and sent over and over: making messages is nobody's sending. */
const batches = Array.from({ length: BATCHES }, (_, batch) =>
  Array.from({ length: BATCH }, (_, index) => loadRecord(batch * BATCH + index)),
);

const producer = new kafkajs.Kafka({
  brokers: [...brokers],
  clientId: 'bare-producer',
  logLevel: kafkajs.logLevel.ERROR,
}).producer({
  idempotent: true,
  maxInFlightRequests: 1,
  allowAutoTopicCreation: false,
  createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
});
await producer.connect();

const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
process.once('disconnect', () => stop.abort());

let acknowledged = 0;
for (let batch = 0; !stop.signal.aborted; batch++) {
  const messages = batches[batch % BATCHES] ?? [];
  await producer.send({ topic, acks: ALL_REPLICAS, messages });
  acknowledged += messages.length;
}
await producer.disconnect();
process.stdout.write(`acknowledged ${acknowledged}\n`);
process.exit();
