import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { LoadRecord } from '../../load/load-record.ts';
import type { FetchedBatch } from './batch-writer.ts';

export type ClientName = 'kafkajs' | 'platformatic' | 'confluent';

export interface ClientOptions {
  readonly brokers: readonly string[];
  readonly topic: string;
  /** The folder in which the client is installed; undefined for a dependency of the repository. */
  readonly folder: string | undefined;
}

interface ConsumeOptions extends ClientOptions {
  readonly group: string;
  readonly onJoined: () => void;
  /** Resolves when there is room for more. */
  readonly store: (batch: FetchedBatch) => Promise<void>;
}

interface RecordProducer {
  /** How many calls of `send` the client is fastest with at a time. */
  readonly maxInFlight: number;
  /** Resolves when all replicas in sync have acknowledged the records. */
  send(records: LoadRecord[]): Promise<unknown>;
  close(): Promise<void>;
}

/** A client of Kafka with the best settings found, as a consumer and as an idempotent producer. */
export interface KafkaClient {
  /** Consumes a topic from its beginning. */
  consume(options: ConsumeOptions): Promise<void>;
  connectProducer(options: ClientOptions): Promise<RecordProducer>;
}

export const MAX_WAIT_MS = 100;
export const ALL_REPLICAS = -1;

/** Loads a package from the folder in which it is installed; the repository has no types of it. */
export function loadPackage(folder: string | undefined, name: string): unknown {
  if (folder === undefined) throw new Error(`${name} is not installed`);
  return createRequire(join(folder, 'package.json'))(name);
}

/** Imports the adapter of a client. */
export async function importClient(name: ClientName): Promise<KafkaClient> {
  switch (name) {
    case 'kafkajs':
      return (await import('./kafkajs-client.ts')).kafkajsClient;
    case 'platformatic':
      return (await import('./platformatic-client.ts')).platformaticClient;
    case 'confluent':
      return (await import('./confluent-client.ts')).confluentClient;
  }
}
