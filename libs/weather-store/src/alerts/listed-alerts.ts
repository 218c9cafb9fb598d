import { toDateTime, toEpochMs } from '../rows/date-time.ts';
import type { AlertKey } from './alert-events.ts';

/** The states of the alerts that have a row; those that were dropped have none. */
export const ALERT_STATES = ['pending', 'firing', 'resolved'] as const;

/** Who has acknowledged an alert, and when, in epoch ms. */
export interface Acknowledgement {
  readonly by: string;
  readonly at: number;
}

/** A row of `alert_episode` with the id that its station sends; times are epoch ms, see `Alert` for their meaning. */
export interface ListedAlert {
  readonly stationId: string;
  readonly rule: string;
  readonly severity: string;
  readonly state: (typeof ALERT_STATES)[number];
  readonly startedAt: number;
  readonly firedAt: number | undefined;
  readonly resolvedAt: number | undefined;
  readonly peakValue: number;
  readonly peakAt: number;
  readonly readingCount: number;
  readonly acknowledgement: Acknowledgement | undefined;
}

/** The columns of an `AlertRow`, of `alert_episode e`. */
export const ALERT_COLUMNS = `e.station_id AS station, e.rule, e.severity, e.state, e.started_at AS startedAt,
  e.fired_at AS firedAt, e.resolved_at AS resolvedAt, CAST(e.peak_value AS CHAR) AS peakValue, e.peak_at AS peakAt,
  e.reading_count AS readingCount, e.acknowledged_by AS acknowledgedBy, e.acknowledged_at AS acknowledgedAt`;

export interface AlertRow extends Pick<ListedAlert, 'rule' | 'severity' | 'state' | 'readingCount'> {
  readonly station: number;
  readonly startedAt: string;
  readonly firedAt: string | null;
  readonly resolvedAt: string | null;
  readonly peakValue: string;
  readonly peakAt: string;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedAt: string | null;
}

/** An `AlertRow` joined with its row of `station`. */
export interface ListedAlertRow extends AlertRow {
  readonly stationId: string;
}

export function toListedAlert(row: ListedAlertRow): ListedAlert {
  const { stationId, rule, severity, state, readingCount, acknowledgedBy, acknowledgedAt } = row;
  const timeOf = (dateTime: string | null): number | undefined =>
    dateTime === null ? undefined : toEpochMs(dateTime);
  return {
    stationId,
    rule,
    severity,
    state,
    startedAt: toEpochMs(row.startedAt),
    firedAt: timeOf(row.firedAt),
    resolvedAt: timeOf(row.resolvedAt),
    peakValue: Number(row.peakValue),
    peakAt: toEpochMs(row.peakAt),
    readingCount,
    acknowledgement:
      acknowledgedAt === null ? undefined : { by: acknowledgedBy ?? '', at: toEpochMs(acknowledgedAt) },
  };
}

/** Selects alerts; `undefined` matches any. */
export interface AlertFilter {
  readonly state: ListedAlert['state'] | undefined;
  readonly rule: string | undefined;
  readonly severity?: string | undefined;
  readonly stationId: string | undefined;
  /** Epoch ms: those that started then or later. */
  readonly since: number | undefined;
  /** Epoch ms: those that started before. */
  readonly until?: number | undefined;
  /** Only those that nobody has acknowledged. */
  readonly unacknowledged: boolean;
}

/** The sort key of an alert. */
export type AlertCursor = AlertKey;

type Condition = readonly [sql: string, ...values: (string | number)[]];

/**
 * Builds the statement for at most `limit` alerts that match a filter and come after a cursor, newest first. The order is that of
 * an index read backwards, and the statement makes the join start at the alerts: the servers would start at the stations, since they
 * expect few of them.
 */
export function selectAlerts(
  filter: AlertFilter,
  limit: number,
  after?: AlertCursor,
): { readonly sql: string; readonly parameters: readonly (string | number)[] } {
  const conditions = [...toConditions(filter), ...(after === undefined ? [] : [isAfterCursor(after)])];
  const where =
    conditions.length === 0 ? '' : `WHERE ${conditions.map(([condition]) => condition).join(' AND ')}`;
  return {
    sql: `SELECT STRAIGHT_JOIN s.station_id AS stationId, ${ALERT_COLUMNS}
      FROM alert_episode e JOIN station s ON s.id = e.station_id ${where}
      ORDER BY e.started_at DESC, e.station_id DESC, e.rule DESC LIMIT ?`,
    parameters: [...conditions.flatMap(([, ...values]) => values), limit],
  };
}

function toConditions(filter: AlertFilter): Condition[] {
  const { state, rule, severity, stationId, since, until, unacknowledged } = filter;
  const optional: readonly (readonly [condition: string, value: string | undefined])[] = [
    ['e.state = ?', state],
    ['e.rule = ?', rule],
    ['e.severity = ?', severity],
    ['e.station_id = (SELECT id FROM station WHERE station_id = ?)', stationId],
    ['e.started_at >= ?', since === undefined ? undefined : toDateTime(since)],
    ['e.started_at < ?', until === undefined ? undefined : toDateTime(until)],
  ];
  const conditions: Condition[] = optional.filter((pair): pair is [string, string] => pair[1] !== undefined);
  return unacknowledged ? [...conditions, ['e.acknowledged_at IS NULL']] : conditions;
}

/** The first comparison is there for the index: the servers do not find its start in the others. */
function isAfterCursor({ startedAt, station, rule }: AlertCursor): Condition {
  const start = toDateTime(startedAt);
  return [
    `e.started_at <= ? AND (e.started_at < ? OR e.station_id < ? OR (e.station_id = ? AND e.rule < ?))`,
    start,
    start,
    station,
    station,
    rule,
  ];
}
