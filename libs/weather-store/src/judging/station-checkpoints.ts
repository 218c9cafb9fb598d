import type { EntityManager } from '@mikro-orm/mysql';
import { toDateTime, toEpochMs } from '../sink/date-time.ts';
import type { StationInstant } from './station-rows.ts';

/** The state of a station behind its reading of an instant; null where it is not known: readings before were not judged. */
export interface Checkpoint extends StationInstant {
  readonly state: string | null;
}

const AT_ONCE = 500;

/** The newest checkpoint of each station. */
export async function newestCheckpoints(
  em: EntityManager,
  stations: readonly number[],
): Promise<Map<number, Checkpoint>> {
  const found = new Map<number, Checkpoint>();
  for (let first = 0; first < stations.length; first += AT_ONCE) {
    const some = stations.slice(first, first + AT_ONCE);
    await collect(em, found, 'station_id IN (?)', [some]);
  }
  return found;
}

/** The newest checkpoint of each station that lies before an instant. */
export async function checkpointsBefore(
  em: EntityManager,
  instants: readonly StationInstant[],
): Promise<Map<number, Checkpoint>> {
  const found = new Map<number, Checkpoint>();
  for (let first = 0; first < instants.length; first += AT_ONCE) {
    const [condition, parameters] = anyOf('<', instants.slice(first, first + AT_ONCE));
    await collect(em, found, condition, parameters);
  }
  return found;
}

/** Those of some stations whose first readings were not judged: they were there before anything was. */
export async function stationsNotJudgedFromStart(
  em: EntityManager,
  stations: readonly number[],
): Promise<Set<number>> {
  if (stations.length === 0) return new Set();
  const rows = await em.execute<{ station: number }[]>(
    'SELECT DISTINCT station_id AS station FROM station_checkpoint WHERE station_id IN (?) AND state IS NULL',
    [stations],
  );
  return new Set(rows.map(({ station }) => station));
}

async function collect(
  em: EntityManager,
  found: Map<number, Checkpoint>,
  condition: string,
  parameters: unknown[],
): Promise<void> {
  const rows = await em.execute<{ station: number; observedAt: string; state: string | null }[]>(
    `SELECT c.station_id AS station, c.observed_at AS observedAt, c.state
     FROM station_checkpoint c JOIN (
       SELECT station_id, MAX(observed_at) AS observed_at FROM station_checkpoint WHERE ${condition} GROUP BY station_id
     ) newest ON newest.station_id = c.station_id AND newest.observed_at = c.observed_at`,
    parameters,
  );
  for (const { station, observedAt, state } of rows)
    found.set(station, { station, at: toEpochMs(observedAt), state });
}

/** Adds checkpoints; one that is there is replaced. */
export async function writeCheckpoints(em: EntityManager, checkpoints: readonly Checkpoint[]): Promise<void> {
  const rows = checkpoints.map(({ station, at, state }) => [station, toDateTime(at), state]);
  await em.execute(
    `INSERT INTO station_checkpoint (station_id, observed_at, state) VALUES ?
     ON DUPLICATE KEY UPDATE state = VALUES(state)`,
    [rows],
    'run',
  );
}

/** Takes back what was noted at an instant or later: a reading has come in before it. */
export async function dropCheckpointsFrom(
  em: EntityManager,
  instants: readonly StationInstant[],
): Promise<void> {
  const [condition, parameters] = anyOf('>=', instants);
  await em.execute(`DELETE FROM station_checkpoint WHERE ${condition}`, parameters, 'run');
}

/** Removes the checkpoints that no late reading can need: those older than the newest one at or before an instant. */
export async function pruneCheckpoints(
  em: EntityManager,
  instants: readonly StationInstant[],
): Promise<void> {
  const [condition, parameters] = anyOf('<=', instants);
  await em.execute(
    `DELETE c FROM station_checkpoint c JOIN (
       SELECT station_id, MAX(observed_at) AS observed_at FROM station_checkpoint WHERE ${condition} GROUP BY station_id
     ) kept ON kept.station_id = c.station_id
     WHERE c.observed_at < kept.observed_at`,
    parameters,
    'run',
  );
}

function anyOf(comparison: string, instants: readonly StationInstant[]): [string, unknown[]] {
  const condition = instants.map(() => `(station_id = ? AND observed_at ${comparison} ?)`).join(' OR ');
  return [condition, instants.flatMap(({ station, at }) => [station, toDateTime(at)])];
}
