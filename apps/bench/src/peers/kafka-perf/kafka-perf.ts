import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchContext, Candidate, Measurement, Work } from '../../candidate.ts';
import { loadRecord } from '../../load/load-record.ts';
import { timeDrain } from '../../run/time-drain.ts';

type Compression = 'none' | 'lz4';

const TOOL = 'org.apache.kafka.tools.ProducerPerformance';
const JAVA_OPTIONS = ['-Xms512m', '-Xmx512m'];
/** Sent in random order: enough to keep repetitions from improving the compression. */
const PAYLOADS = 10_000;
/** Spreads the payloads over many rounds of the stations. */
const PAYLOAD_STRIDE = 7;
/** It sends more than is counted, so that it is still at full speed at the last counted record. */
const SURPLUS = 1.25;
/** Eight times Kafka's default, with which it is slower. */
const BATCH_BYTES = 131_072;
/** Kafka's default from version 4 on. */
const LINGER_MS = 5;
/** Only the final line has percentiles; the lines before it report intervals. */
export const TOTAL_LINE =
  /^(\d+) records sent, ([\d.]+) records\/sec .*?, ([\d.]+) ms avg latency, .* 99\.9th\.$/;

/** Kafka's own Java producer, with Kafka's own performance tool, once for each compression. */
export const KAFKA_PERF: readonly Candidate[] = (['none', 'lz4'] as const).map((compression) => ({
  name: `kafka-perf-${compression}`,
  title: `Kafka's own Java producer, ${compression === 'none' ? 'uncompressed' : compression}`,
  prepare: writePayloads,
  measure: (work) => produce(work, compression),
}));

/** Timed like every producer from the first record in the topic to the last; the tool's rate counts from its first send. */
async function produce(work: Work, compression: Compression): Promise<Measurement> {
  const { brokers, topic, scratch } = work;
  const records = Math.ceil(work.records * SURPLUS);
  const args = perfArguments({ brokers, topic, records, payloadFile: payloadFile(scratch), compression });
  const tool = work.kafkaTool(TOOL, args, JAVA_OPTIONS);
  const total = tool.line(TOTAL_LINE).then(parseTotal);
  const committed = (): Promise<number> => work.topicSize(topic);
  const [filled, { averageLatencyMs, perSecond }] = await Promise.all([
    timeDrain({ ...work, processes: [tool], committed }),
    total,
  ]);
  await tool.exited;
  const more = { averageLatencyMs, ownPerSecond: Math.round(perSecond) };
  return { ...filled, complete: (await committed()) === records, more };
}

async function writePayloads({ scratch }: BenchContext): Promise<undefined> {
  const lines = Array.from({ length: PAYLOADS }, (_, index) => loadRecord(index * PAYLOAD_STRIDE).value);
  await writeFile(payloadFile(scratch), `${lines.join('\n')}\n`);
}

function payloadFile(scratch: string): string {
  return join(scratch, 'payloads.txt');
}

/** The arguments of `ProducerPerformance` at full speed; the producer is idempotent, as it is by default. */
export function perfArguments({
  brokers,
  topic,
  records,
  payloadFile,
  compression,
}: Pick<Work, 'brokers' | 'topic' | 'records'> & {
  payloadFile: string;
  compression: Compression;
}): string[] {
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

/** Parses the final line of `ProducerPerformance`. */
export function parseTotal(line: string): { records: number; perSecond: number; averageLatencyMs: number } {
  const [records, perSecond, averageLatencyMs] = TOTAL_LINE.exec(line)?.slice(1).map(Number) ?? [];
  if (records === undefined || perSecond === undefined || averageLatencyMs === undefined)
    throw new Error(`not a final line of the performance tool: ${line}`);
  return { records, perSecond, averageLatencyMs };
}
