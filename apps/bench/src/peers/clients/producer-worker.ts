import { loadRecord } from '../../load/load-record.ts';
import { importClient, type ClientName, type ClientOptions } from './kafka-client.ts';

/** The only argument of this script, in JSON. */
export interface ProducerWorkerOptions extends ClientOptions {
  readonly client: ClientName;
}

const BATCH = 1_000;
const BATCHES = 50;

const options = JSON.parse(process.argv[2] ?? '') as ProducerWorkerOptions;

/** Created before anything is timed and sent repeatedly: only sending is measured. */
const batches = Array.from({ length: BATCHES }, (_, batch) =>
  Array.from({ length: BATCH }, (_, index) => loadRecord(batch * BATCH + index)),
);

const producer = await (await importClient(options.client)).connectProducer(options);

const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
process.once('disconnect', () => stop.abort());

let acknowledged = 0;
let next = 0;
async function sendRepeatedly(): Promise<void> {
  while (!stop.signal.aborted) {
    const messages = batches[next++ % BATCHES] ?? [];
    await producer.send(messages);
    acknowledged += messages.length;
  }
}
await Promise.all(Array.from({ length: producer.maxInFlight }, sendRepeatedly));
await producer.close();
process.stdout.write(`acknowledged ${acknowledged}\n`);
process.exit();
