import type { EntityManager } from '@mikro-orm/mysql';
import type { Alert, StationAlert } from '@weather/weather-rules';
import { chunk } from '../rows/chunk.ts';
import { toEpochMs } from '../rows/date-time.ts';
import { toAlertEvents, type AlertEvent, type AlertKey } from './alert-events.ts';
import { ALERT_COLUMNS, toListedAlert, type AlertRow } from './listed-alerts.ts';
import { deleteAlerts, resolveAlerts, writeAlerts } from './write-alerts.ts';

/** The alerts in the state of a restored station. */
export interface RestoredAlerts {
  readonly station: number;
  readonly stationId: string;
  /** The event time of its newest reading. */
  readonly watermark: number;
  readonly open: readonly Alert[];
  /** Rules whose alerts the clock starts: their open rows need not be in the state. */
  readonly clockRules: ReadonlySet<string>;
}

/** An open row of `alert_episode` that is in no state. */
interface OrphanedAlert extends AlertKey {
  readonly hasFired: boolean;
  readonly resolvedAt: number;
}

/** The differences between the table and the states of restored stations. */
export interface AlertDifferences {
  readonly orphaned: readonly OrphanedAlert[];
  /** Alerts that the table lacks, or has with other values. */
  readonly open: readonly StationAlert[];
  readonly events: readonly AlertEvent[];
}

export const NO_DIFFERENCES: AlertDifferences = { orphaned: [], open: [], events: [] };

/** Reads two ranges of this index for each station, however many alerts it has had. */
const SELECT_OPEN_ALERTS = `SELECT ${ALERT_COLUMNS} FROM alert_episode e FORCE INDEX (alert_episode_open)
  WHERE e.state IN ('pending', 'firing') AND e.station_id IN (?)`;

/**
 * Compares the open alerts of restored stations with the table. They differ if the rules or the limits were changed between two
 * starts, or if readings from which the state would follow have been deleted.
 */
export async function compareAlerts(
  em: EntityManager,
  restored: readonly RestoredAlerts[],
): Promise<AlertDifferences> {
  const rows: AlertRow[] = [];
  for (const some of chunk(restored.map(({ station }) => station)))
    rows.push(...(await em.execute<AlertRow[]>(SELECT_OPEN_ALERTS, [some])));
  const rowsByStation = Map.groupBy(rows, ({ station }) => station);
  const differences = restored.map((state) => findDifferences(state, rowsByStation.get(state.station) ?? []));
  return {
    orphaned: differences.flatMap(({ orphaned }) => orphaned),
    open: differences.flatMap(({ open }) => open),
    events: differences.flatMap(({ events }) => events),
  };
}

/** Makes the table match the states; the events are left to the caller. */
export async function writeDifferences(
  em: EntityManager,
  { orphaned, open }: AlertDifferences,
): Promise<void> {
  await deleteAlerts(
    em,
    orphaned.filter(({ hasFired }) => !hasFired),
  );
  await resolveAlerts(
    em,
    orphaned.filter(({ hasFired }) => hasFired),
  );
  await writeAlerts(em, open);
}

function findDifferences(restored: RestoredAlerts, rows: readonly AlertRow[]): AlertDifferences {
  const { station, stationId, watermark, clockRules } = restored;
  const rowOf = new Map(rows.map((row) => [formatKey(row.rule, toEpochMs(row.startedAt)), row]));
  const open: StationAlert[] = [];
  const events: AlertEvent[] = [];
  for (const alert of restored.open) {
    const key = formatKey(alert.rule, alert.startedAt);
    const row = rowOf.get(key);
    rowOf.delete(key);
    if (row !== undefined && isEqual(row, stationId, alert)) continue;
    open.push({ station, alert: { ...alert } });
    if (row?.state === 'firing' && alert.state === 'pending')
      events.push({ station, rule: alert.rule, startedAt: alert.startedAt, event: 'resolved' });
  }
  const orphaned = [...rowOf.values()]
    .filter(({ rule }) => !clockRules.has(rule))
    .map((row) => toOrphanedAlert(row, watermark));
  for (const { hasFired, rule, startedAt } of orphaned)
    if (hasFired) events.push({ station, rule, startedAt, event: 'resolved' });
  return { orphaned, open, events: [...events, ...toAlertEvents(open)] };
}

function toOrphanedAlert({ station, rule, startedAt, state }: AlertRow, watermark: number): OrphanedAlert {
  const start = toEpochMs(startedAt);
  const resolvedAt = Math.max(start, watermark);
  return { station, rule, startedAt: start, hasFired: state !== 'pending', resolvedAt };
}

function isEqual(row: AlertRow, stationId: string, alert: Alert): boolean {
  const stored = toListedAlert({ ...row, stationId });
  return (
    stored.state === alert.state &&
    stored.firedAt === alert.firedAt &&
    stored.peakValue === alert.peakValue &&
    stored.peakAt === alert.peakAt &&
    stored.readingCount === alert.readingCount &&
    stored.severity === alert.severity
  );
}

function formatKey(rule: string, startedAt: number): string {
  return `${rule} ${startedAt}`;
}
