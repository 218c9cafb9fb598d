import { setTimeout as delay } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import { dueAfter, partitionOf, TICK_MS, type OpenLoop } from '../../latency/open-loop.ts';
import { loadRecord } from '../../load/load-record.ts';

/** What the sender gets as its only argument, in JSON. */
export interface SenderOptions extends OpenLoop {
  readonly brokers: readonly string[];
  readonly topic: string;
}

const ALL_REPLICAS = -1;
/** A broker that is slow for a moment must not hold back what is due. */
const MAX_IN_FLIGHT = 100;

const options = JSON.parse(process.argv[2] ?? '') as SenderOptions;
const { brokers, topic } = options;

const producer = new kafkajs.Kafka({
  brokers: [...brokers],
  clientId: 'open-loop',
  logLevel: kafkajs.logLevel.ERROR,
}).producer({
  allowAutoTopicCreation: false,
  maxInFlightRequests: MAX_IN_FLIGHT,
  createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
});
await producer.connect();

process.on('SIGTERM', () => process.exit());
process.once('disconnect', () => process.exit());

/** Epoch milliseconds, with fractions. */
const now = (): number => performance.timeOrigin + performance.now();
const startedAt = now();
process.stdout.write(`started ${startedAt}\n`);

for (let ticks = 1, sent = 0; sent < options.count; ticks++) {
  await delay(Math.max(0, startedAt + ticks * TICK_MS - now()));
  const messages: kafkajs.Message[] = [];
  for (const due = dueAfter(ticks, options); sent < due; sent++) {
    messages.push({ ...loadRecord(sent), partition: partitionOf(sent, options) });
  }
  // Not awaited: the next readings are due whether these have arrived or not.
  if (messages.length > 0) void producer.send({ topic, acks: ALL_REPLICAS, messages });
}

// Its CPU time is read from outside while it lives.
setInterval(() => undefined, 60_000);
