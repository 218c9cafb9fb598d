import type { EntityManager } from '@mikro-orm/mysql';
import type { Alert, StationAlert } from '@weather/weather-rules';
import { chunk } from '../rows/chunk.ts';
import { toDateTime, toEpochMs } from '../rows/date-time.ts';
import { toAlertEvents, type AlertEvent } from './alert-event.ts';
import { ALERT_COLUMNS, toListedAlert, type AlertRow } from './listed-alert.ts';
import { deleteAlerts, writeAlerts } from './write-alerts.ts';

/** What a restored station's state says of its episodes. */
export interface RestoredAlerts {
  readonly station: number;
  readonly stationId: string;
  /** The instant of its newest reading. */
  readonly watermark: number;
  readonly open: readonly Alert[];
  /** Rules whose episodes the clock begins: their open rows need not be in the state. */
  readonly clockRules: ReadonlySet<string>;
}

/** An open row of `alert_episode` that no state accounts for. */
interface OrphanedAlert {
  readonly station: number;
  readonly rule: string;
  readonly startedAt: number;
  readonly state: 'pending' | 'firing';
  readonly endsAt: number;
}

/** Where the table says otherwise than the states of stations that were restored. */
export interface AlertDifferences {
  readonly ended: readonly OrphanedAlert[];
  /** Episodes that the table has not, or not so. */
  readonly open: readonly StationAlert[];
  readonly events: readonly AlertEvent[];
}

export const NO_DIFFERENCES: AlertDifferences = { ended: [], open: [], events: [] };

type OpenAlertRow = AlertRow & { readonly station: number };

/** Two ranges of this index for each station, however many episodes it has had. */
const SELECT_OPEN_ALERTS = `SELECT e.station_id AS station, ${ALERT_COLUMNS}
  FROM alert_episode e FORCE INDEX (alert_episode_open)
  WHERE e.state IN ('pending', 'firing') AND e.station_id IN (?)`;

/**
 * Compares the open episodes of restored stations with the table. They differ where the rules or the limits were changed
 * between two starts, or where readings that the state would follow from have been deleted.
 */
export async function compareAlerts(
  em: EntityManager,
  restored: readonly RestoredAlerts[],
): Promise<AlertDifferences> {
  const rows = await findOpenAlerts(
    em,
    restored.map(({ station }) => station),
  );
  const differences = restored.map((of) => findDifferences(of, rows.get(of.station) ?? []));
  return {
    ended: differences.flatMap(({ ended }) => ended),
    open: differences.flatMap(({ open }) => open),
    events: differences.flatMap(({ events }) => events),
  };
}

/** Writes the alerts of the states to the table. @returns the events for the outbox. */
export async function writeDifferences(
  em: EntityManager,
  { ended, open, events }: AlertDifferences,
): Promise<readonly AlertEvent[]> {
  await deleteAlerts(
    em,
    ended.filter(({ state }) => state === 'pending'),
  );
  for (const { station, rule, startedAt, endsAt } of ended.filter(({ state }) => state === 'firing'))
    await em.execute(
      `UPDATE alert_episode SET state = 'resolved', resolved_at = ?
       WHERE station_id = ? AND rule = ? AND started_at = ?`,
      [toDateTime(endsAt), station, rule, toDateTime(startedAt)],
      'run',
    );
  await writeAlerts(em, open);
  return events;
}

async function findOpenAlerts(
  em: EntityManager,
  stations: readonly number[],
): Promise<Map<number, OpenAlertRow[]>> {
  const found: OpenAlertRow[] = [];
  for (const some of chunk(stations))
    found.push(...(await em.execute<OpenAlertRow[]>(SELECT_OPEN_ALERTS, [some])));
  return Map.groupBy(found, ({ station }) => station);
}

function findDifferences(restored: RestoredAlerts, rows: readonly OpenAlertRow[]): AlertDifferences {
  const { station, stationId, watermark, clockRules } = restored;
  const rowOf = new Map(rows.map((row) => [formatKey(row.rule, toEpochMs(row.startedAt)), row]));
  const open: StationAlert[] = [];
  const events: AlertEvent[] = [];
  for (const alert of restored.open) {
    const name = formatKey(alert.rule, alert.startedAt);
    const row = rowOf.get(name);
    rowOf.delete(name);
    if (row !== undefined && isEqual(row, stationId, alert)) continue;
    open.push({ station, alert: { ...alert } });
    if (row?.state === 'firing' && alert.state === 'pending')
      events.push({ station, rule: alert.rule, startedAt: alert.startedAt, event: 'resolved' });
  }
  const ended = [...rowOf.values()]
    .filter(({ rule }) => !clockRules.has(rule))
    .map((row) => toOrphanedAlert(row, watermark));
  for (const { state, rule, startedAt } of ended)
    if (state === 'firing') events.push({ station, rule, startedAt, event: 'resolved' });
  return { ended, open, events: [...events, ...toAlertEvents(open)] };
}

function toOrphanedAlert(
  { station, rule, startedAt, state }: OpenAlertRow,
  watermark: number,
): OrphanedAlert {
  const began = toEpochMs(startedAt);
  return {
    station,
    rule,
    startedAt: began,
    state: state === 'pending' ? state : 'firing',
    endsAt: Math.max(began, watermark),
  };
}

function isEqual(row: OpenAlertRow, stationId: string, alert: Alert): boolean {
  const stored = toListedAlert(row, stationId);
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
