import { PartitionReader, type PartitionReaderOptions, type PartitionRange } from '@weather/kafka-client';
import { deadLetterEntry, type DeadLetter, type DeadLetterEntry } from './dead-letter.ts';

/** The dead letter topic as it was when it was opened. */
export class DeadLetterTopic {
  private constructor(
    private readonly reader: PartitionReader,
    private readonly ranges: readonly PartitionRange[],
  ) {}

  static async open(options: PartitionReaderOptions): Promise<DeadLetterTopic> {
    const reader = await PartitionReader.connect(options);
    const bounds = await reader.bounds();
    const ranges = [...bounds].map(([partition, { earliest, end }]) => ({
      partition,
      from: earliest,
      to: end,
    }));
    return new DeadLetterTopic(reader, ranges);
  }

  /** Whether no letter has been removed from it. */
  get isWhole(): boolean {
    return this.ranges.every(({ from }) => from === 0);
  }

  /** When the letters of each identity were sent again. */
  async redriven(): Promise<Map<string, string>> {
    const redriven = new Map<string, string>();
    for await (const entry of this.#entries()) {
      if (entry.kind === 'marker') redriven.set(entry.identity, entry.redrivenAt);
    }
    return redriven;
  }

  /** The letters, in the order of each partition. */
  async *letters(): AsyncGenerator<DeadLetter, void, undefined> {
    for await (const entry of this.#entries()) if (entry.kind === 'letter') yield entry.letter;
  }

  async close(): Promise<void> {
    await this.reader.close();
  }

  async *#entries(): AsyncGenerator<DeadLetterEntry, void, undefined> {
    for (const range of this.ranges) {
      for await (const { records } of this.reader.read(range)) {
        for (const record of records) yield deadLetterEntry(range.partition, record);
      }
    }
  }
}
