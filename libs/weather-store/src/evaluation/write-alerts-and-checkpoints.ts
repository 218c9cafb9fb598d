import type { EntityManager } from '@mikro-orm/mysql';
import { planCheckpoints, type BatchEffects, type ReadingEvaluator } from '@weather/weather-rules';
import { toAlertEvents, type AlertEvent } from '../alerts/alert-events.ts';
import { writeDifferences, type AlertDifferences } from '../alerts/reconcile-alerts.ts';
import { writeAlerts } from '../alerts/write-alerts.ts';
import { writeReevaluatedAlerts } from '../alerts/write-reevaluated-alerts.ts';
import { listCheckpoints, writeCheckpoints } from './station-checkpoints.ts';

/**
 * Writes the alerts of a batch, those of restored states that differ from the table, and checkpoints.
 * @returns the events of the alerts, for the outbox.
 */
export async function writeAlertsAndCheckpoints(
  em: EntityManager,
  evaluator: ReadingEvaluator,
  { effects, differences }: { readonly effects: BatchEffects; readonly differences: AlertDifferences },
  allowedLatenessMs: number,
): Promise<AlertEvent[]> {
  await writeDifferences(em, differences);
  const reevaluated = await writeReevaluated(em, evaluator, effects);
  await writeAlerts(em, effects.alerts);
  const stations = [...effects.reevaluated.map(({ state }) => state), ...effects.needCheckpoint];
  const listed = await listCheckpoints(
    em,
    stations.map(({ station }) => station),
  );
  await writeCheckpoints(em, planCheckpoints(evaluator, effects, listed, allowedLatenessMs));
  return [...differences.events, ...reevaluated, ...toAlertEvents(effects.alerts)];
}

async function writeReevaluated(
  em: EntityManager,
  evaluator: ReadingEvaluator,
  { reevaluated }: BatchEffects,
): Promise<AlertEvent[]> {
  if (reevaluated.length === 0) return [];
  const silences = evaluator.ruleSet.rules.filter(({ kind }) => kind === 'silence');
  const resolved = await writeReevaluatedAlerts(
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
  return [...resolved, ...toAlertEvents(changed)];
}
