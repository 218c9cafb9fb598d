import type { EntityManager } from '@mikro-orm/mysql';
import type { ReadingEvaluator } from '@weather/weather-rules';
import { NO_DIFFERENCES, type AlertDifferences } from '../alerts/compare-alerts.ts';
import type { PartitionOwner } from '../offsets/partition-offset.ts';
import type { ReadingRow } from '../rows/reading-columns.ts';
import { claimStations, NOTHING_CLAIMED } from './claim-stations.ts';
import { restoreStations, stationAt, type RestoredStations } from './restore-stations.ts';
import type { TrackedStation } from './tracked-station.ts';

/** Where stations are remembered. */
export interface StationMemory {
  readonly find: (station: number) => TrackedStation | undefined;
  readonly add: (station: TrackedStation) => void;
}

/** What is known of a new station. */
const NOTHING = { at: undefined, state: undefined };
const NOTHING_RESTORED: RestoredStations = { stations: new Map(), differences: NO_DIFFERENCES };

/** The station of each row, and where the episodes of those that were made out from what is stored are not the table's. */
export interface StationsOfRows {
  readonly tracked: readonly TrackedStation[];
  readonly differences: AlertDifferences;
  /** The ids of stations that are found to come in several partitions. */
  readonly newlyShared: readonly string[];
  /** How many stations were made out from what is stored. */
  readonly restored: number;
}

/** Rows of a partition, and the stations that have come with them. */
export interface RowsOfPartition {
  readonly rows: readonly ReadingRow[];
  readonly added: ReadonlySet<number>;
  readonly owner: PartitionOwner;
  readonly now: number;
}

/**
 * The station of each row: remembered, begun if it is new, or else claimed for the partition and made out from what is
 * stored.
 */
export async function stationsOfRows(
  em: EntityManager,
  evaluator: ReadingEvaluator,
  { rows, added, owner, now }: RowsOfPartition,
  memory: StationMemory,
): Promise<StationsOfRows> {
  const found: (TrackedStation | undefined)[] = [];
  const unknown = new Map<number, string>();
  for (const { station, reading } of rows) {
    const tracked = memory.find(station);
    if (tracked === undefined) unknown.set(station, reading.stationId);
    found.push(tracked);
  }
  if (unknown.size === 0)
    return { tracked: found as TrackedStation[], differences: NO_DIFFERENCES, newlyShared: [], restored: 0 };
  const met = new Map<number, TrackedStation>();
  const stored = new Map([...unknown].filter(([station]) => !added.has(station)));
  const claimed = stored.size > 0 ? await claimStations(em, owner, [...stored.keys()], now) : NOTHING_CLAIMED;
  const restored =
    stored.size > 0 ? await restoreStations(em, evaluator, stored, claimed.sharing) : NOTHING_RESTORED;
  for (const [station, tracked] of restored.stations) met.set(station, tracked);
  for (const [station, stationId] of unknown)
    if (!met.has(station)) met.set(station, stationAt(evaluator, { station, stationId }, NOTHING, []));
  for (const tracked of met.values()) memory.add(tracked);
  const tracked = rows.map(({ station }, index) => found[index] ?? (met.get(station) as TrackedStation));
  return {
    tracked,
    differences: restored.differences,
    newlyShared: claimed.newlyShared.map((station) => stored.get(station) as string),
    restored: stored.size,
  };
}
