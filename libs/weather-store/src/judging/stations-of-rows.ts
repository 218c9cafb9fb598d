import type { EntityManager } from '@mikro-orm/mysql';
import type { Episode, ReadingJudge } from '@weather/weather-judge';
import type { ReadingRow } from '../rows/reading-columns.ts';
import { restoreStations, stationAt } from './restore-stations.ts';
import type { TrackedStation } from './tracked-station.ts';

/** Where stations are remembered. */
export interface StationMemory {
  readonly find: (station: number) => TrackedStation | undefined;
  readonly add: (station: TrackedStation) => void;
}

/** What is known of a new station. */
const NOTHING = { at: undefined, state: undefined };

/**
 * The station of each row: remembered, begun if it is new, or else made out from what is stored.
 * @param episodes is given the open ones whose rule is gone.
 */
export async function stationsOfRows(
  em: EntityManager,
  judge: ReadingJudge,
  { rows, firstNewStation }: { readonly rows: readonly ReadingRow[]; readonly firstNewStation: number },
  { memory, episodes }: { readonly memory: StationMemory; readonly episodes: Episode[] },
): Promise<TrackedStation[]> {
  const found: (TrackedStation | undefined)[] = [];
  const unknown = new Map<number, string>();
  for (const { station, reading } of rows) {
    const tracked = memory.find(station);
    if (tracked === undefined) unknown.set(station, reading.stationId);
    found.push(tracked);
  }
  if (unknown.size === 0) return found as TrackedStation[];
  const met = new Map<number, TrackedStation>();
  const stored = new Map([...unknown].filter(([station]) => station < firstNewStation));
  if (stored.size > 0)
    for (const [station, tracked] of await restoreStations(em, judge, stored, episodes))
      met.set(station, tracked);
  for (const [station, stationId] of unknown)
    if (!met.has(station)) met.set(station, stationAt(judge, { station, stationId }, NOTHING, episodes));
  for (const tracked of met.values()) memory.add(tracked);
  return rows.map(({ station }, index) => found[index] ?? (met.get(station) as TrackedStation));
}
