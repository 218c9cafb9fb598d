export const COMPRESSIONS = ['none', 'lz4'] as const;
export type Compression = (typeof COMPRESSIONS)[number];

export interface PerfTask {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly records: number;
  readonly payloadFile: string;
  readonly compression: Compression;
}

/** Eight times Kafka's default, with which it is slower. */
const BATCH_BYTES = 131_072;
/** Kafka's default from version 4 on. */
const LINGER_MS = 5;

/** The arguments of `ProducerPerformance` at full speed; the producer is idempotent, as it is by default. */
export function perfArguments(task: PerfTask): string[] {
  const { brokers, topic, records, payloadFile, compression } = task;
  return [
    ...['--topic', topic, '--num-records', String(records), '--throughput', '-1'],
    ...['--payload-file', payloadFile],
    '--producer-props',
    `bootstrap.servers=${brokers.join(',')}`,
    'acks=all',
    `batch.size=${BATCH_BYTES}`,
    `linger.ms=${LINGER_MS}`,
    `compression.type=${compression}`,
  ];
}
