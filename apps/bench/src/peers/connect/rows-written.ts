import { MS_PER_SECOND } from '@weather/service-runtime';
import type { BenchContext } from '../../candidate.ts';

type Query = Pick<BenchContext, 'query'>;

/**
 * Counts the rows that are written to any table from now on with MariaDB's counter: a peer that commits no offsets in the
 * database is polled a hundred times a second, and counting its table each time would slow it down.
 */
export async function countRowsWritten(server: Query): Promise<() => Promise<number>> {
  const before = await handlerWrites(server);
  return async () => (await handlerWrites(server)) - before;
}

/** MariaDB counts temporary tables separately; on MySQL every query of the counter would increase it. */
export async function hasRowCounter({ query }: Query): Promise<boolean> {
  const [row] = await query<{ version: string }>('SELECT VERSION() AS version');
  return row?.version.includes('MariaDB') === true;
}

async function handlerWrites({ query }: Query): Promise<number> {
  const [row] = await query<{ Value: string }>(`SHOW GLOBAL STATUS LIKE 'Handler_write'`);
  return Number(row?.Value);
}

/** The rate over the second half of the records, once Java's compiler has finished. */
export class SecondHalf {
  #middle: { readonly rows: number; readonly at: number } | undefined;
  #last: { readonly rows: number; readonly at: number } | undefined;

  constructor(
    private readonly records: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Records the current number of rows. */
  record(rows: number): void {
    if (rows * 2 < this.records || rows === this.#last?.rows) return;
    this.#last = { rows, at: this.now() };
    this.#middle ??= this.#last;
  }

  /** Rows a second; 0 when all arrived at once. */
  get perSecond(): number {
    if (this.#middle === undefined || this.#last === undefined) return 0;
    const milliseconds = this.#last.at - this.#middle.at;
    if (milliseconds === 0) return 0;
    return Math.round(((this.#last.rows - this.#middle.rows) * MS_PER_SECOND) / milliseconds);
  }
}
