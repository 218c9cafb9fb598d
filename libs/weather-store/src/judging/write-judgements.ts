import type { EntityManager } from '@mikro-orm/mysql';
import type { ReadingEvaluator } from '@weather/weather-rules';
import { toAlertEvents, type AlertEvent, type StationAlert } from '../alerts/alert-event.ts';
import { writeReevaluatedAlerts } from '../alerts/write-reevaluated-alerts.ts';
import { writeAlerts } from '../alerts/write-alerts.ts';
import { freeSlot } from './choose-checkpoint.ts';
import type { Reevaluated } from './judge-late-rows.ts';
import { listCheckpoints, voidCheckpoints, writeCheckpoints } from './station-checkpoints.ts';
import { writeQualities } from './station-rows.ts';
import type { TrackedStation } from './tracked-station.ts';

export interface Judgements {
  /** The episodes that the readings in order have begun, gone on with or ended. */
  readonly alerts: readonly StationAlert[];
  readonly reevaluated: readonly Reevaluated[];
  readonly needCheckpoint: readonly TrackedStation[];
  readonly allowedLatenessMs: number;
}

/**
 * Writes what judging a batch has led to besides the flags of its own rows.
 * @returns what people are to be told.
 */
export async function writeJudgements(
  em: EntityManager,
  evaluator: ReadingEvaluator,
  judgements: Judgements,
): Promise<AlertEvent[]> {
  const { alerts, reevaluated } = judgements;
  const events = reevaluated.length === 0 ? [] : await writeRejudged(em, evaluator, reevaluated);
  await writeAlerts(em, alerts);
  await noteStates(em, evaluator, judgements);
  return [...events, ...toAlertEvents(alerts)];
}

async function writeRejudged(
  em: EntityManager,
  evaluator: ReadingEvaluator,
  reevaluated: readonly Reevaluated[],
): Promise<AlertEvent[]> {
  await writeQualities(
    em,
    reevaluated.flatMap(({ changed }) => changed),
  );
  const silences = evaluator.ruleSet.rules.filter(({ kind }) => kind === 'silence');
  const ended = await writeReevaluatedAlerts(
    em,
    reevaluated.map(({ since: { station }, checkpointAt, alerts }) => ({
      station,
      after: checkpointAt,
      alerts,
    })),
    new Set(silences.map(({ name }) => name)),
  );
  const moved = reevaluated.flatMap(({ since: { station }, alerts }) =>
    alerts.map((alert) => ({ station, alert })),
  );
  return [...ended, ...toAlertEvents(moved)];
}

/** Checkpoints behind a reading that came late hold no longer; stations with many readings behind theirs get the next. */
async function noteStates(
  em: EntityManager,
  evaluator: ReadingEvaluator,
  { reevaluated, needCheckpoint, allowedLatenessMs }: Judgements,
): Promise<void> {
  const stations = [
    ...reevaluated.map(({ since }) => since.station),
    ...needCheckpoint.map(({ station }) => station),
  ];
  if (stations.length === 0) return;
  const listed = await listCheckpoints(em, stations);
  const ended = reevaluated.flatMap(({ since }) =>
    (listed.get(since.station) ?? []).filter(({ at, kind }) => at >= since.at && kind === 'state'),
  );
  await voidCheckpoints(em, ended);
  const next = needCheckpoint.map((tracked) => {
    const { station, watermark, state } = tracked;
    const others = (listed.get(station) ?? []).filter((checkpoint) => !ended.includes(checkpoint));
    const slot = freeSlot(others, tracked.horizon(allowedLatenessMs));
    return { station, slot, at: watermark, state: evaluator.serialise(state) };
  });
  await writeCheckpoints(em, next);
  for (const station of needCheckpoint) station.onCheckpoint();
}
