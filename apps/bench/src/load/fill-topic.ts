import { BatchingProducer, BatchingProducerConfig, type KafkaConnection } from '@weather/kafka-client';
import { loadRecord, type LoadShape } from './load-record.ts';

export interface FillOptions {
  readonly connection: KafkaConnection;
  readonly topic: string;
  readonly records: number;
  readonly shape: LoadShape;
  readonly signal: AbortSignal;
}

/** Batches as large as the brokers accept: filling is not measured. */
const BATCHING = Object.assign(new BatchingProducerConfig(), {
  batchRecords: 5_000,
  batchBytes: 900_000,
  bufferRecords: 50_000,
});

/** Writes the first records of a load to a topic. */
export async function fillTopic({ connection, topic, records, shape, signal }: FillOptions): Promise<void> {
  const producer = await BatchingProducer.connect({ connection, topic, batching: BATCHING, signal });
  try {
    for (let index = 0; index < records && !signal.aborted; index++) {
      const { key, value } = loadRecord(index, shape);
      await producer.send({ key, value: Buffer.from(value) });
    }
    if (!signal.aborted) await producer.flush();
  } finally {
    await producer.close();
  }
}
