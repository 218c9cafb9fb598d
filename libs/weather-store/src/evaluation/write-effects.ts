import type { EntityManager } from '@mikro-orm/mysql';
import { planCheckpoints, type BatchEffects, type ReadingEvaluator } from '@weather/weather-rules';
import { toAlertEvents, type AlertEvent } from '../alerts/alert-event.ts';
import { writeDifferences, type AlertDifferences } from '../alerts/compare-alerts.ts';
import type { PublishedEvents } from '../alerts/published-events.ts';
import { recordEvents, writeAlerts } from '../alerts/write-alerts.ts';
import { writeReevaluatedAlerts } from '../alerts/write-reevaluated-alerts.ts';
import { listCheckpoints, writeCheckpoints } from './station-checkpoints.ts';
import { writeQualities } from './stored-readings.ts';

export interface WriteRequest {
  readonly evaluator: ReadingEvaluator;
  readonly effects: BatchEffects;
  /** The alerts of restored states that differ from the table. */
  readonly differences: AlertDifferences;
  readonly allowedLatenessMs: number;
  readonly now: number;
  readonly published: PublishedEvents;
}

/**
 * Writes the effects of a batch besides its own rows and exceedances: corrected flags, alerts, checkpoints and outbox events.
 * @returns the events that were recorded.
 */
export async function writeEffects(em: EntityManager, request: WriteRequest): Promise<AlertEvent[]> {
  const { effects, differences, published, now } = request;
  const corrected = await writeDifferences(em, differences);
  const reevaluated = effects.reevaluated.length === 0 ? [] : await writeReevaluated(em, request);
  await writeAlerts(em, effects.alerts);
  await writePlannedCheckpoints(em, request);
  const events = published.filterUnpublished([
    ...corrected,
    ...reevaluated,
    ...toAlertEvents(effects.alerts),
  ]);
  await recordEvents(em, events, now);
  return events;
}

async function writeReevaluated(
  em: EntityManager,
  { evaluator, effects: { reevaluated } }: WriteRequest,
): Promise<AlertEvent[]> {
  await writeQualities(
    em,
    reevaluated.flatMap(({ corrected }) => corrected),
  );
  const silences = evaluator.ruleSet.rules.filter(({ kind }) => kind === 'silence');
  const ended = await writeReevaluatedAlerts(
    em,
    reevaluated.map(({ state: { station }, checkpointAt, alerts }) => ({
      station,
      after: checkpointAt,
      alerts,
    })),
    new Set(silences.map(({ name }) => name)),
  );
  const changed = reevaluated.flatMap(({ state: { station }, alerts }) =>
    alerts.map((alert) => ({ station, alert })),
  );
  return [...ended, ...toAlertEvents(changed)];
}

async function writePlannedCheckpoints(
  em: EntityManager,
  { evaluator, effects, allowedLatenessMs }: WriteRequest,
): Promise<void> {
  const stations = [...effects.reevaluated.map(({ state }) => state), ...effects.needCheckpoint];
  if (stations.length === 0) return;
  const listed = await listCheckpoints(
    em,
    stations.map(({ station }) => station),
  );
  await writeCheckpoints(em, planCheckpoints(evaluator, effects, listed, allowedLatenessMs));
}
