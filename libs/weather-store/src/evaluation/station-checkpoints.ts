import type { EntityManager } from '@mikro-orm/mysql';
import type { Checkpoint, CheckpointKind, CheckpointSlot } from '@weather/weather-rules';
import { toDateTime, toEpochMs } from '../rows/date-time.ts';
import { chunk, chunkByBytes } from '../rows/chunk.ts';

/** The checkpoints of each station, without their states; see `loadCheckpointStates`. */
export type Checkpoints = ReadonlyMap<number, readonly CheckpointSlot[]>;

/** A row without its state. */
const BYTES_PER_ROW = 60;

/** Lists all checkpoints of some stations. */
export async function listCheckpoints(em: EntityManager, stations: readonly number[]): Promise<Checkpoints> {
  const found = new Map<number, CheckpointSlot[]>(stations.map((station) => [station, []]));
  for (const some of chunk(stations)) {
    const rows = await em.execute<
      { station: number; slot: number; observedAt: string; kind: CheckpointKind }[]
    >(
      `SELECT station_id AS station, slot, observed_at AS observedAt,
         CASE WHEN state IS NULL THEN 'unknown' WHEN state = '' THEN 'void' ELSE 'state' END AS kind
       FROM station_checkpoint WHERE station_id IN (?)`,
      [some],
    );
    for (const { observedAt, ...row } of rows)
      found.get(row.station)?.push({ ...row, at: toEpochMs(observedAt) });
  }
  return found;
}

/** Loads the states of some checkpoints, by station. */
export async function loadCheckpointStates(
  em: EntityManager,
  checkpoints: readonly CheckpointSlot[],
): Promise<Map<number, string>> {
  const states = new Map<number, string>();
  for (const some of chunk(checkpoints.filter(({ kind }) => kind === 'state'))) {
    const rows = await em.execute<{ station: number; state: string }[]>(
      'SELECT station_id AS station, state FROM station_checkpoint WHERE (station_id, slot) IN (?)',
      [some.map(({ station, slot }) => [station, slot])],
    );
    for (const { station, state } of rows) states.set(station, state);
  }
  return states;
}

/**
 * Writes checkpoints, each in its slot. None is ever deleted: a `DELETE` of several rows may scan those of other partitions,
 * and two transactions would deadlock.
 */
export async function writeCheckpoints(em: EntityManager, checkpoints: readonly Checkpoint[]): Promise<void> {
  for (const some of chunkByBytes(checkpoints, ({ state }) => BYTES_PER_ROW + state.length)) {
    await em.execute(
      `INSERT INTO station_checkpoint (station_id, slot, observed_at, state) VALUES ?
       ON DUPLICATE KEY UPDATE observed_at = VALUES(observed_at), state = VALUES(state)`,
      [some.map(({ station, slot, at, state }) => [station, slot, toDateTime(at), state])],
      'run',
    );
  }
}
