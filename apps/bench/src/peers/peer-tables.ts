import type { ChildProgram } from '@weather/dev-stack';
import type { BenchContext, Work } from '../candidate.ts';
import type { OffsetsByPartition, RunningConsumer } from '../run/drain-candidates.ts';
import { PEER_COLUMNS } from './load-lines.ts';

/** `keyed` by station and timestamp stores a reading once; `appended` with a generated key stores duplicates. */
export type PeerTable = 'keyed' | 'appended';

const COLUMNS = Object.entries(PEER_COLUMNS)
  .map(([name, type]) => `${name} ${type} NOT NULL`)
  .join(', ');

const DEFINITIONS: Readonly<Record<PeerTable, string>> = {
  keyed: `${COLUMNS}, PRIMARY KEY (stationId, observedAt)`,
  appended: `id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, ${COLUMNS}`,
};

/** The table with the offsets of a peer that commits them in the database. */
export const PEER_OFFSETS = 'peer_offset';

/**
 * Recreates a table for peers, and an empty one for their offsets.
 * @returns its name.
 */
export async function recreatePeerTable(
  { query }: Pick<BenchContext, 'query'>,
  table: PeerTable,
): Promise<string> {
  const name = `peer_reading_${table}`;
  await query(`DROP TABLE IF EXISTS ${name}, ${PEER_OFFSETS}`);
  await query(`CREATE TABLE ${name} (${DEFINITIONS[table]}) ENGINE=InnoDB`);
  await query(
    `CREATE TABLE ${PEER_OFFSETS} (partition_number INT NOT NULL PRIMARY KEY, next_offset BIGINT NOT NULL) ENGINE=InnoDB`,
  );
  return name;
}

/** Reads the offsets that a peer has committed. */
async function readPeerOffsets({ query }: Pick<BenchContext, 'query'>): Promise<OffsetsByPartition> {
  const rows = await query<{ partition: number; nextOffset: number | string }>(
    `SELECT partition_number AS \`partition\`, next_offset AS nextOffset FROM ${PEER_OFFSETS}`,
  );
  return new Map(rows.map(({ partition, nextOffset }) => [partition, Number(nextOffset)]));
}

export async function countRows({ query }: Pick<BenchContext, 'query'>, table: string): Promise<number> {
  const [row] = await query<{ count: number | string }>(`SELECT COUNT(*) AS count FROM ${table}`);
  return Number(row?.count);
}

/** A peer that stores a row for each record in a peers' table, and its offsets beside it. */
export function storingPeer(
  work: Work,
  process: ChildProgram,
  table: string,
): Omit<RunningConsumer, 'ready'> {
  return {
    processes: [process],
    committedOffsets: () => readPeerOffsets(work),
    finish: async () => {
      await process.stop();
      return (await countRows(work, table)) === work.records;
    },
  };
}
