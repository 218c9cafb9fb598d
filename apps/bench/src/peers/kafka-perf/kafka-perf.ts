import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Candidate, Measurement, BenchContext, Work } from '../../candidate.ts';
import { loadRecord } from '../../load/load-record.ts';
import { timeDrain } from '../../run/time-drain.ts';
import { COMPRESSIONS, perfArguments, type Compression } from './perf-arguments.ts';
import { parseTotal, TOTAL_LINE } from './perf-output.ts';

const TOOL = 'org.apache.kafka.tools.ProducerPerformance';
const JAVA_OPTIONS = ['-Xms512m', '-Xmx512m'];
/** Sent in random order: enough to keep repetitions from improving the compression. */
const PAYLOADS = 10_000;
/** Spreads the payloads over many rounds of the stations. */
const PAYLOAD_STRIDE = 7;
/** It sends more than is counted, so that it is still at full speed at the last counted record. */
const SURPLUS = 1.25;

/** Kafka's own Java producer, with Kafka's own performance tool, once for each compression. */
export const KAFKA_PERF: readonly Candidate[] = COMPRESSIONS.map((compression) => ({
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
  const tool = work.kafkaTool(TOOL, args, { javaOptions: JAVA_OPTIONS });
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
