import type { EntityManager } from '@mikro-orm/mysql';
import { TIMELINESS, getTimeliness, type Alert, type ReadingEvaluator } from '@weather/weather-rules';
import { compareAlerts, type AlertDifferences, type RestoredAlerts } from '../alerts/compare-alerts.ts';
import { newestCheckpoint } from './choose-checkpoint.ts';
import { SHARED_FOR_MS, type Sharing } from './claim-stations.ts';
import { listCheckpoints, loadStates, type Checkpoints } from './station-checkpoints.ts';
import { BEFORE_ANY_READING, firstReadings, rowsBehind } from './station-rows.ts';
import { TrackedStation } from './tracked-station.ts';

/** Which station it is, and how it comes, if that is known. */
export type StationBefore = Pick<TrackedStation, 'station' | 'stationId'> &
  Partial<Pick<TrackedStation, 'sharing' | 'reorderableSince'>>;

/**
 * A station as it is at a checkpoint; as it was before its first reading where there is none. The state may be unknown.
 * @param changes is given the open episodes whose rule is gone.
 */
export function stationAt(
  evaluator: ReadingEvaluator,
  before: StationBefore,
  checkpoint: { readonly at: number | undefined; readonly state: string | undefined },
  changes: Alert[],
): TrackedStation {
  const { station, stationId } = before;
  const { at, state: text } = checkpoint;
  const state =
    text === undefined ? evaluator.initialState(stationId) : evaluator.restore(stationId, text, changes);
  const tracked = new TrackedStation(station, stationId, state, at);
  if (before.sharing !== undefined) tracked.sharing = before.sharing;
  if (before.reorderableSince !== undefined) tracked.reorderableSince = before.reorderableSince;
  return tracked;
}

/** Stations as what is stored says that they are. */
export interface RestoredStations {
  readonly stations: ReadonlyMap<number, TrackedStation>;
  /** Where their episodes are not those of the table. */
  readonly differences: AlertDifferences;
}

/**
 * Makes out the state of stations from what is stored: their newest checkpoints, and the readings behind them. What these
 * have led to is in the tables, if they were judged by the same rules; the open episodes are compared with the table.
 */
export async function restoreStations(
  em: EntityManager,
  evaluator: ReadingEvaluator,
  stationIds: ReadonlyMap<number, string>,
  sharing: ReadonlyMap<number, Sharing>,
): Promise<RestoredStations> {
  const listed = await listCheckpoints(em, [...stationIds.keys()]);
  const watermark = new Map([...listed].map(([station, all]) => [station, newestCheckpoint(all)]));
  const states = await loadStates(
    em,
    [...watermark.values()].filter((checkpoint) => checkpoint !== undefined),
  );
  const restored = new Map<number, TrackedStation>();
  for (const [station, stationId] of stationIds) {
    const checkpoint = { at: watermark.get(station)?.at, state: states.get(station) };
    restored.set(
      station,
      stationAt(evaluator, { station, stationId, sharing: sharing.get(station) ?? 'none' }, checkpoint, []),
    );
  }
  const starts = [...restored.values()].map(({ station, watermark }) => ({
    station,
    at: Math.max(watermark, BEFORE_ANY_READING),
  }));
  for await (const { station, rows } of rowsBehind(em, starts)) {
    const tracked = restored.get(station) as TrackedStation;
    for (const { reading, quality } of rows) {
      if (getTimeliness(quality) !== TIMELINESS.onTime) continue;
      evaluator.evaluate(tracked.state, reading, []);
      tracked.advanceTo(reading.observedAt);
    }
  }
  await findPlaceable(em, restored, listed);
  const alerts = [...restored.values()].map((tracked) => episodesOf(evaluator, tracked));
  return { stations: restored, differences: await compareAlerts(em, alerts) };
}

/**
 * Since when readings of stations that several partitions bring can be put in their places. A station that is a day old is
 * judged from its first reading if need be, an older one from the checkpoints that it still has.
 */
async function findPlaceable(
  em: EntityManager,
  restored: ReadonlyMap<number, TrackedStation>,
  listed: Checkpoints,
): Promise<void> {
  const wandering = [...restored.values()].filter(({ sharing }) => sharing !== 'none');
  const first = await firstReadings(
    em,
    wandering.map(({ station }) => station),
  );
  for (const tracked of wandering) {
    const began = first.get(tracked.station) ?? tracked.watermark;
    if (began >= tracked.watermark - SHARED_FOR_MS) continue;
    const kept = (listed.get(tracked.station) ?? []).filter(({ kind }) => kind !== 'void');
    tracked.reorderableSince = Math.min(...kept.map(({ at }) => at), tracked.watermark);
  }
}

function episodesOf(evaluator: ReadingEvaluator, tracked: TrackedStation): RestoredAlerts {
  const { station, stationId, watermark, state } = tracked;
  return {
    station,
    stationId,
    watermark,
    open: evaluator.openAlerts(state),
    clockRules: evaluator.clockDrivenRules(state),
  };
}
