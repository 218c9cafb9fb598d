import type { Surroundings } from '../contender.ts';
import type { Positions } from '../run/storing.ts';

/** `keyed`: by station and instant, so that a reading is stored once. `appended`: by a number, so that a repeat doubles. */
export type PeerTable = 'keyed' | 'appended';

const COLUMNS = `
  stationId VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  observedAt DATETIME(3) NOT NULL,
  temperature DOUBLE NOT NULL,
  humidity DOUBLE NOT NULL,
  pressure DOUBLE NOT NULL,
  windSpeed DOUBLE NOT NULL,
  windDirection DOUBLE NOT NULL,
  precipitation DOUBLE NOT NULL`;

const DEFINITIONS: Readonly<Record<PeerTable, string>> = {
  keyed: `${COLUMNS}, PRIMARY KEY (stationId, observedAt)`,
  appended: `id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, ${COLUMNS}`,
};

/** Where a peer that keeps its positions in the database has them. */
export const PEER_OFFSETS = 'peer_offset';

/**
 * Makes a table for peers anew, and an empty one for their positions.
 * @returns its name.
 */
export async function freshPeerTable(
  { query }: Pick<Surroundings, 'query'>,
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

/** How far a peer has come, by the positions that it keeps. */
export async function peerPositions({ query }: Pick<Surroundings, 'query'>): Promise<Positions> {
  const rows = await query<{ partition: number; position: number | string }>(
    `SELECT partition_number AS \`partition\`, next_offset AS position FROM ${PEER_OFFSETS}`,
  );
  return new Map(rows.map(({ partition, position }) => [partition, Number(position)]));
}

export async function rowsIn({ query }: Pick<Surroundings, 'query'>, table: string): Promise<number> {
  const [row] = await query<{ count: number | string }>(`SELECT COUNT(*) AS count FROM ${table}`);
  return Number(row?.count);
}
