import type { Surroundings } from '../../contender.ts';

type Query = Pick<Surroundings, 'query'>;

/**
 * Counts the rows that are written to any table from now on, by MariaDB's own counter: a peer that keeps no positions in
 * the database is watched a hundred times a second, and counting its table each time would slow it down.
 */
export async function countRowsWritten(server: Query): Promise<() => Promise<number>> {
  const before = await handlerWrites(server);
  return async () => (await handlerWrites(server)) - before;
}

/** MariaDB counts temporary tables apart; MySQL does not, and every question for the counter would raise it. */
export async function hasRowCounter(server: Query): Promise<boolean> {
  const [row] = await server.query<{ version: string }>('SELECT VERSION() AS version');
  return row?.version.includes('MariaDB') === true;
}

async function handlerWrites(server: Query): Promise<number> {
  const [row] = await server.query<{ Value: string }>(`SHOW GLOBAL STATUS LIKE 'Handler_write'`);
  return Number(row?.Value);
}
