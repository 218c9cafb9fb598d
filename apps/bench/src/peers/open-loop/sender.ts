import { setTimeout as delay } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import { dueAfter, partitionAt, TICK_MS, type OpenLoop } from '../../latency/open-loop.ts';
import { loadRecord } from '../../load/load-record.ts';

/** The only argument of this script, in JSON. */
export interface SenderOptions extends OpenLoop {
  readonly brokers: readonly string[];
  readonly topic: string;
}

const ALL_REPLICAS = -1;
/** While the broker is slow, due readings are sent with the next request and count as late. */
const MAX_IN_FLIGHT = 5;

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

let inFlight = 0;
async function send(messages: kafkajs.Message[]): Promise<void> {
  inFlight++;
  await producer.send({ topic, acks: ALL_REPLICAS, messages });
  inFlight--;
}

for (let ticks = 1, sent = 0; sent < options.count; ticks++) {
  await delay(Math.max(0, startedAt + ticks * TICK_MS - now()));
  if (inFlight === MAX_IN_FLIGHT) continue;
  const messages: kafkajs.Message[] = [];
  for (const due = dueAfter(ticks, options); sent < due; sent++) {
    messages.push({ ...loadRecord(sent), partition: partitionAt(sent, options) });
  }
  if (messages.length > 0) void send(messages);
}

// The bench reads the process's CPU time while it runs.
setInterval(() => undefined, 60_000);
