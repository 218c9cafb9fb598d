import { fillTopic } from '../load/fill-topic.ts';
import type { LoadShape } from '../load/load-record.ts';
import type { BenchStack } from '../stack/bench-stack.ts';
import type { TopicSetting } from './stage.ts';

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
    await this.stack.recreateTopic(topic, setting.partitions);
    this.#used.push(topic);
    if (setting.shape === undefined) return topic;
    await this.#fill(topic, setting, setting.shape);
    this.#filled.set(key, topic);
    return topic;
  }

  async removeAll(): Promise<void> {
    for (const topic of this.#used) await this.stack.removeTopic(topic);
  }

  async #fill(topic: string, { records, partitions }: TopicSetting, shape: LoadShape): Promise<void> {
    const { stack } = this;
    stack.progress(`filling a topic of ${partitions} partitions with ${records} records`);
    await fillTopic({ connection: stack.kafka, topic, records, shape, signal: stack.signal });
    stack.signal.throwIfAborted();
    const size = await stack.topicSize(topic);
    if (size !== records) throw new Error(`topic ${topic} has ${size} records instead of ${records}`);
  }
}
