import { createConnection, format, type Connection } from 'mysql2/promise';
import type { DatabaseAccess } from '../../candidate.ts';
import type { LoadReading } from '../../load/load-reading.ts';
import { encodeLines, loadLines } from '../load-lines.ts';

/** The records of one fetch of one partition. */
export interface FetchedBatch {
  readonly partition: number;
  readonly values: readonly Buffer[];
  readonly nextOffset: number;
}

export interface BatchWriterOptions {
  readonly database: DatabaseAccess;
  readonly table: string;
  readonly offsetTable: string;
}

/** The best of 1,000, 2,000, 5,000 and 10,000. */
const MAX_ROWS = 5_000;
const MAX_ENQUEUED = 20_000;

/**
 * Writes the batches of some partitions over one connection. While one transaction runs, the next is parsed and encoded; at low
 * rates all records that have arrived in the meantime are written together.
 */
export class BatchWriter {
  #queue: FetchedBatch[] = [];
  #enqueued = 0;
  #busy = false;
  #blocked: (() => void)[] = [];

  readonly #connection: Connection;
  readonly #options: BatchWriterOptions;

  private constructor(connection: Connection, options: BatchWriterOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  static async open(options: BatchWriterOptions): Promise<BatchWriter> {
    const connection = await createConnection({ ...options.database, multipleStatements: true });
    return new BatchWriter(connection, options);
  }

  /** Enqueues a batch; returns when there is room for more. */
  async add({ partition, values, nextOffset }: FetchedBatch): Promise<void> {
    for (let from = 0; from < values.length; from += MAX_ROWS) {
      const part = values.slice(from, from + MAX_ROWS);
      this.#queue.push({
        partition,
        values: part,
        nextOffset: nextOffset - values.length + from + part.length,
      });
    }
    this.#enqueued += values.length;
    void this.#drain();
    while (this.#enqueued >= MAX_ENQUEUED) await new Promise<void>((resolve) => this.#blocked.push(resolve));
  }

  async #drain(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    let running = Promise.resolve();
    for (;;) {
      if (this.#enqueued < MAX_ROWS) await running;
      if (this.#queue.length === 0) break;
      const { values, offsets } = this.#nextBatch();
      const lines = encodeLines(values.map((value) => JSON.parse(value.toString()) as LoadReading));
      await running;
      running = this.#store(lines, offsets);
    }
    this.#busy = false;
  }

  #nextBatch(): { values: Buffer[]; offsets: [number, number][] } {
    const values: Buffer[] = [];
    const offsets = new Map<number, number>();
    for (let next = this.#queue[0]; next; next = this.#queue[0]) {
      if (values.length > 0 && values.length + next.values.length > MAX_ROWS) break;
      values.push(...next.values);
      offsets.set(next.partition, next.nextOffset);
      this.#queue.shift();
    }
    this.#enqueued -= values.length;
    for (const resume of this.#blocked.splice(0)) resume();
    return { values, offsets: [...offsets] };
  }

  async #store(lines: Buffer, offsets: [number, number][]): Promise<void> {
    const { table, offsetTable } = this.#options;
    const advance = format(
      `INSERT INTO ${offsetTable} VALUES ? ON DUPLICATE KEY UPDATE next_offset = VALUES(next_offset)`,
      [offsets],
    );
    await loadLines(this.#connection, { table, lines, advance });
  }
}
