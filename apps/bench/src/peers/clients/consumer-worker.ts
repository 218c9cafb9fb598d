import { BatchWriter, type BatchWriterOptions, type FetchedBatch } from './batch-writer.ts';
import { importClient, type ClientName, type ClientOptions } from './kafka-client.ts';

/** The only argument of this script, in JSON. */
export interface ConsumerWorkerOptions extends BatchWriterOptions, ClientOptions {
  readonly client: ClientName;
  readonly group: string;
}

const CONNECTIONS = 2;

const options = JSON.parse(process.argv[2] ?? '') as ConsumerWorkerOptions;
const writers = await Promise.all(Array.from({ length: CONNECTIONS }, () => BatchWriter.open(options)));

/** A partition keeps its writer, and thereby its order. */
async function store(batch: FetchedBatch): Promise<void> {
  await writers[batch.partition % writers.length]?.add(batch);
}

process.on('SIGTERM', () => process.exit());
process.once('disconnect', () => process.exit());

const client = await importClient(options.client);
await client.consume({ ...options, store, onJoined: () => process.stdout.write('joined\n') });
