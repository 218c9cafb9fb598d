import type { EntityManager } from '@mikro-orm/mysql';
import { restoreState, type ReadingEvaluator, type StationState } from '@weather/weather-rules';
import type { Reading } from '@weather/weather-schema';
import { NO_DIFFERENCES, type AlertDifferences } from '../alerts/reconcile-alerts.ts';
import type { CommittedOffset, PartitionKey, PartitionOwner } from '../offsets/partition-offset.ts';
import { claimStations } from './claim-stations.ts';
import { restoreStations } from './restore-stations.ts';

/** The cache of states, as one batch of a partition may use it. */
export interface StateCache {
  find(station: number): StationState | undefined;
  add(state: StationState): void;
}

const NO_CHECKPOINT = { at: undefined, state: undefined };

/** The states of a batch, and where the alerts of restored ones differ from the table. */
export interface LoadedStates {
  /** The state of the station of each reading. */
  readonly states: readonly StationState[];
  readonly differences: AlertDifferences;
  /** The ids of stations that are found to arrive in several partitions. */
  readonly newlyShared: readonly string[];
  /** How many states were restored from the database. */
  readonly restored: number;
}

/** The readings of a batch and their stations. */
export interface ResolvedBatch {
  readonly key: PartitionKey;
  readonly committedOffset: CommittedOffset;
  readonly readings: readonly Reading[];
  /** The surrogate key of the station of each reading. */
  readonly stations: readonly number[];
  /** The partition as the owner of its stations, from its locked row. */
  readonly owner: PartitionOwner;
  /** The surrogate keys of stations that are new with the batch. */
  readonly added: ReadonlySet<number>;
  /** The surrogate key of each of its stations. */
  readonly getKey: (stationId: string) => number;
  /** Whether stored rows are looked up for all readings, even where a station's state rules them out. */
  readonly checksAllKeys: boolean;
}

/**
 * Loads the state of the station of each reading: the cached one, the initial one if the station is new, or else one that is
 * restored from the database after the station was claimed for the partition.
 */
export async function loadStates(
  em: EntityManager,
  evaluator: ReadingEvaluator,
  { readings, stations, added, owner }: ResolvedBatch,
  cache: StateCache,
  now: number,
): Promise<LoadedStates> {
  const found: (StationState | undefined)[] = [];
  const missing = new Map<number, string>();
  for (let index = 0; index < stations.length; index++) {
    const station = stations[index] as number;
    const state = cache.find(station);
    if (state === undefined) missing.set(station, (readings[index] as Reading).stationId);
    found.push(state);
  }
  if (missing.size === 0)
    return { states: found as StationState[], differences: NO_DIFFERENCES, newlyShared: [], restored: 0 };
  const stored = new Map([...missing].filter(([station]) => !added.has(station)));
  const { sharing, newlyShared } = await claimStations(em, owner, [...stored.keys()], now);
  const { states, differences } = await restoreStations(em, evaluator, stored, sharing);
  const loaded = new Map(states);
  for (const [station, stationId] of missing)
    if (!loaded.has(station))
      loaded.set(station, restoreState(evaluator, { station, stationId }, NO_CHECKPOINT, []));
  for (const state of loaded.values()) cache.add(state);
  return {
    states: stations.map((station, index) => found[index] ?? (loaded.get(station) as StationState)),
    differences,
    newlyShared: newlyShared.map((station) => stored.get(station) as string),
    restored: stored.size,
  };
}
