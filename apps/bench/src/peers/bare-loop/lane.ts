import { createConnection, format, type Connection } from 'mysql2/promise';
import type { DatabaseAccess } from '../../contender.ts';
import type { LoadReading } from '../../load/load-reading.ts';
import { encodeLines } from '../encode-lines.ts';
import { loadLines } from '../load-lines.ts';

/** What one fetch brought of a partition, and where the partition then stands. */
export interface Fetched {
  readonly partition: number;
  readonly values: readonly Buffer[];
  readonly nextOffset: number;
}

export interface LaneOptions {
  readonly database: DatabaseAccess;
  readonly table: string;
  readonly offsetTable: string;
}

/** The best of 1,000, 2,000, 5,000 and 10,000. */
const MAX_ROWS = 5_000;
const MAX_WAITING = 20_000;

/**
 * One connection and the partitions that are written through it. While one transaction runs the next is parsed and
 * encoded; at low rates whatever has come meanwhile goes together.
 */
export class Lane {
  #queue: Fetched[] = [];
  #waiting = 0;
  #busy = false;
  #held: (() => void)[] = [];

  readonly #connection: Connection;
  readonly #options: LaneOptions;

  private constructor(connection: Connection, options: LaneOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  static async open(options: LaneOptions): Promise<Lane> {
    const connection = await createConnection({ ...options.database, multipleStatements: true });
    return new Lane(connection, options);
  }

  /** Takes a batch; returns when there is room for more. */
  async add({ partition, values, nextOffset }: Fetched): Promise<void> {
    for (let from = 0; from < values.length; from += MAX_ROWS) {
      const part = values.slice(from, from + MAX_ROWS);
      this.#queue.push({
        partition,
        values: part,
        nextOffset: nextOffset - values.length + from + part.length,
      });
    }
    this.#waiting += values.length;
    void this.#drain();
    while (this.#waiting >= MAX_WAITING) await new Promise<void>((resolve) => this.#held.push(resolve));
  }

  async #drain(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    let running = Promise.resolve();
    for (;;) {
      if (this.#waiting < MAX_ROWS) await running;
      if (this.#queue.length === 0) break;
      const { values, offsets } = this.#take();
      const lines = encodeLines(values.map((value) => JSON.parse(value.toString()) as LoadReading));
      await running;
      running = this.#store(lines, offsets);
    }
    this.#busy = false;
  }

  #take(): { values: Buffer[]; offsets: [number, number][] } {
    const values: Buffer[] = [];
    const offsets = new Map<number, number>();
    for (let next = this.#queue[0]; next; next = this.#queue[0]) {
      if (values.length > 0 && values.length + next.values.length > MAX_ROWS) break;
      values.push(...next.values);
      offsets.set(next.partition, next.nextOffset);
      this.#queue.shift();
    }
    this.#waiting -= values.length;
    for (const resume of this.#held.splice(0)) resume();
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
