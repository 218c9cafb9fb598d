import type { EntityManager } from '@mikro-orm/mysql';
import type { Alert } from '@weather/weather-rules';
import { toDateTime, toEpochMs } from '../rows/date-time.ts';
import type { AlertEvent, AlertKey } from './alert-events.ts';
import { deleteAlerts, writeAlerts } from './write-alerts.ts';

/** The alerts of a station whose readings were re-evaluated from a timestamp on. */
export interface ReevaluatedAlerts {
  readonly station: number;
  /** Stored alerts that started later than this and are not among `alerts` no longer exist. */
  readonly after: number;
  readonly alerts: readonly Alert[];
}

interface StoredAlert extends AlertKey {
  readonly peakAt: number;
  readonly hasFired: boolean;
}

/**
 * Writes the alerts that re-evaluation has found: an alert whose start has moved replaces the stored one and keeps its
 * acknowledgement, and a stored alert that no longer exists is deleted.
 * @param clockRules silence rules, whose alerts do not follow from readings.
 * @returns events that resolve the deleted alerts that had fired and have no firing successor.
 */
export async function writeReevaluatedAlerts(
  em: EntityManager,
  reevaluated: readonly ReevaluatedAlerts[],
  clockRules: ReadonlySet<string>,
): Promise<AlertEvent[]> {
  const events: AlertEvent[] = [];
  for (const { station, after, alerts } of reevaluated) {
    const stored = await findAlertsAfter(em, station, after);
    const found = new Set(alerts.map(({ rule, startedAt }) => `${rule} ${startedAt}`));
    const gone = stored.filter(
      ({ rule, startedAt }) => !found.has(`${rule} ${startedAt}`) && !clockRules.has(rule),
    );
    await writeAlerts(
      em,
      alerts.map((alert) => ({ station, alert })),
    );
    for (const one of gone) {
      const successor = findSuccessor(one, alerts);
      if (successor !== undefined) await transferAcknowledgement(em, one, successor);
      if (one.hasFired && successor?.firedAt === undefined) events.push({ ...one, event: 'resolved' });
    }
    for (const one of stored)
      if (one.hasFired && isPending(one, alerts)) events.push({ ...one, event: 'resolved' });
    await deleteAlerts(em, gone);
  }
  return events;
}

async function findAlertsAfter(em: EntityManager, station: number, after: number): Promise<StoredAlert[]> {
  const rows = await em.execute<
    { rule: string; startedAt: string; peakAt: string; firedAt: string | null }[]
  >(
    `SELECT rule, started_at AS startedAt, peak_at AS peakAt, fired_at AS firedAt
     FROM alert_episode WHERE station_id = ? AND started_at > ?`,
    [station, toDateTime(after)],
  );
  return rows.map(({ startedAt, peakAt, firedAt, ...row }) => ({
    ...row,
    station,
    startedAt: toEpochMs(startedAt),
    peakAt: toEpochMs(peakAt),
    hasFired: firedAt !== null,
  }));
}

/** The alert of the same rule that now includes the peak of a deleted one. */
function findSuccessor({ rule, peakAt }: StoredAlert, alerts: readonly Alert[]): Alert | undefined {
  return alerts.find(
    (alert) =>
      alert.rule === rule &&
      alert.state !== 'dropped' &&
      alert.startedAt <= peakAt &&
      peakAt < (alert.resolvedAt ?? Number.POSITIVE_INFINITY),
  );
}

/** Whether an alert has turned out not to have lasted for as long as its rule requires, though it still may. */
function isPending({ rule, startedAt }: StoredAlert, alerts: readonly Alert[]): boolean {
  return alerts.some(
    (alert) =>
      alert.rule === rule &&
      alert.startedAt === startedAt &&
      (alert.state === 'pending' || alert.state === 'dropped'),
  );
}

/** Locks the row until it is deleted: an acknowledgement either comes before and is transferred, or finds no row. */
async function transferAcknowledgement(em: EntityManager, from: StoredAlert, to: Alert): Promise<void> {
  const { station, rule, startedAt } = from;
  const [row] = await em.execute<{ acknowledgedBy: string | null; acknowledgedAt: string | null }[]>(
    `SELECT acknowledged_by AS acknowledgedBy, acknowledged_at AS acknowledgedAt FROM alert_episode
     WHERE station_id = ? AND rule = ? AND started_at = ? FOR UPDATE`,
    [station, rule, toDateTime(startedAt)],
  );
  if (row === undefined || row.acknowledgedBy === null) return;
  await em.execute(
    `UPDATE alert_episode SET acknowledged_by = ?, acknowledged_at = ?
     WHERE station_id = ? AND rule = ? AND started_at = ? AND acknowledged_by IS NULL`,
    [row.acknowledgedBy, row.acknowledgedAt, station, to.rule, toDateTime(to.startedAt)],
    'run',
  );
}
