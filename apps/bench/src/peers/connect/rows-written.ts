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
export async function hasRowCounter(server: Query): Promise<boolean> {
  const [row] = await server.query<{ version: string }>('SELECT VERSION() AS version');
  return row?.version.includes('MariaDB') === true;
}

async function handlerWrites(server: Query): Promise<number> {
  const [row] = await server.query<{ Value: string }>(`SHOW GLOBAL STATUS LIKE 'Handler_write'`);
  return Number(row?.Value);
}
