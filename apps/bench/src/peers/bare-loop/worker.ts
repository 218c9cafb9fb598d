import kafkajs from 'kafkajs';
import { Lane, type Fetched } from './lane.ts';
import type { LoopOptions } from './loop-options.ts';

const CONNECTIONS = 2;
const MAX_WAIT_MS = 100;

const options = JSON.parse(process.argv[2] ?? '') as LoopOptions;
const lanes = await Promise.all(Array.from({ length: CONNECTIONS }, () => Lane.open(options)));

/** A partition keeps to its lane, so that its order is kept. */
async function store(fetched: Fetched): Promise<void> {
  await lanes[fetched.partition % lanes.length]?.add(fetched);
}

const consumer = new kafkajs.Kafka({
  brokers: [...options.brokers],
  clientId: 'bare-loop',
  logLevel: kafkajs.logLevel.ERROR,
}).consumer({ groupId: options.group, maxWaitTimeInMs: MAX_WAIT_MS });
consumer.on(consumer.events.GROUP_JOIN, () => process.stdout.write('joined\n'));
await consumer.connect();
await consumer.subscribe({ topic: options.topic, fromBeginning: true });
await consumer.run({
  autoCommit: false,
  eachBatch: async ({ batch }) => {
    const { partition, messages } = batch;
    const values = messages.flatMap(({ value }) => value ?? []);
    await store({ partition, values, nextOffset: Number(batch.lastOffset()) + 1 });
  },
});

process.on('SIGTERM', () => process.exit());
process.once('disconnect', () => process.exit());
