import type { EntityManager } from '@mikro-orm/mysql';
import { toDateTime, toEpochMs } from '../rows/date-time.ts';
import { chunk, chunkByBytes } from '../rows/chunk.ts';

/** What a checkpoint holds: a state; that nothing is known of the readings before; nothing any more. */
export type CheckpointKind = 'state' | 'unknown' | 'void';

/** The place of a checkpoint, and the instant of the reading behind which the state was so. */
export interface CheckpointSlot {
  readonly station: number;
  readonly slot: number;
  readonly at: number;
  readonly kind: CheckpointKind;
}

/** A checkpoint to be written. */
export interface Checkpoint extends Omit<CheckpointSlot, 'kind'> {
  readonly state: string;
}

/** The checkpoints of a station by where they stand; see `loadStates` for what they hold. */
export type Checkpoints = ReadonlyMap<number, readonly CheckpointSlot[]>;

const VOID = '';
/** Of a row without its state. */
const BYTES_OF_ROW = 60;

/** All checkpoints of some stations, without the states. */
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

/** The states of some checkpoints, by station. */
export async function loadStates(
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
 * Writes checkpoints, each in its slot. Nothing is ever deleted: a `DELETE` of several rows may look at those of other
 * partitions, and two transactions would wait for each other in a circle.
 */
export async function writeCheckpoints(em: EntityManager, checkpoints: readonly Checkpoint[]): Promise<void> {
  for (const some of chunkByBytes(checkpoints, ({ state }) => BYTES_OF_ROW + state.length)) {
    await em.execute(
      `INSERT INTO station_checkpoint (station_id, slot, observed_at, state) VALUES ?
       ON DUPLICATE KEY UPDATE observed_at = VALUES(observed_at), state = VALUES(state)`,
      [some.map(({ station, slot, at, state }) => [station, slot, toDateTime(at), state])],
      'run',
    );
  }
}

/** Makes checkpoints void: readings have come in before them. */
export async function voidCheckpoints(
  em: EntityManager,
  checkpoints: readonly CheckpointSlot[],
): Promise<void> {
  await writeCheckpoints(
    em,
    checkpoints.map((checkpoint) => ({ ...checkpoint, state: VOID })),
  );
}
