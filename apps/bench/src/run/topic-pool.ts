import { BatchingProducer, BatchingProducerConfig } from '@weather/kafka-client';
import { loadRecord, type LoadShape } from '../load/load-record.ts';
import type { BenchStack } from '../stack/bench-stack.ts';
import type { TopicSetting } from './stage.ts';

/** Batches as large as the brokers accept: filling is not measured. */
const BATCHING = Object.assign(new BatchingProducerConfig(), {
  batchRecords: 5_000,
  batchBytes: 900_000,
  bufferRecords: 50_000,
});

/** The topics of a stage: full ones are filled once and read by every candidate, empty ones are created for each run. */
export class TopicPool {
  readonly #filled = new Map<string, string>();
  readonly #used: string[] = [];

  constructor(
    private readonly stack: BenchStack,
    private readonly prefix: string,
  ) {}

  /** @returns the name of a topic with this setting. */
  async topicFor(setting: TopicSetting): Promise<string> {
    const key = JSON.stringify(setting);
    const found = this.#filled.get(key);
    if (found !== undefined) return found;
    const topic = `${this.prefix}-${this.#used.length}`;
    await this.stack.topics.recreate(topic, setting.partitions);
    this.#used.push(topic);
    if (setting.shape === undefined) return topic;
    await this.#fill(topic, setting, setting.shape);
    this.#filled.set(key, topic);
    return topic;
  }

  async removeAll(): Promise<void> {
    for (const topic of this.#used) await this.stack.topics.remove(topic);
  }

  async #fill(topic: string, { records, partitions }: TopicSetting, shape: LoadShape): Promise<void> {
    const { topics, context } = this.stack;
    const { progress, signal } = context;
    progress(`filling a topic of ${partitions} partitions with ${records} records`);
    const { connection } = topics;
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
    signal.throwIfAborted();
    const size = await topics.size(topic);
    if (size !== records) throw new Error(`topic ${topic} has ${size} records instead of ${records}`);
  }
}
