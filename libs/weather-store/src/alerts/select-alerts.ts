import { toDateTime } from '../rows/date-time.ts';
import { ALERT_COLUMNS, toListedAlert, type ListedAlert, type AlertRow } from './listed-alert.ts';

/** Which episodes are meant; what is `undefined` says nothing. */
export interface AlertFilter {
  readonly state: ListedAlert['state'] | undefined;
  readonly rule: string | undefined;
  readonly severity?: string | undefined;
  readonly stationId: string | undefined;
  /** Epoch ms: those that began then or later. */
  readonly since: number | undefined;
  /** Epoch ms: those that began before. */
  readonly until?: number | undefined;
  /** Only those that nobody has acknowledged. */
  readonly unacknowledged: boolean;
}

/** The sort key of an alert: its start in epoch ms, and the surrogate key of the station. */
export interface AlertCursor {
  readonly startedAt: number;
  readonly station: number;
  readonly rule: string;
}

/** A selected row. */
export interface ListedAlertRow extends AlertRow {
  readonly stationId: string;
  readonly station: number;
}

type Condition = readonly [sql: string, ...values: (string | number)[]];

/**
 * The statement for at most `limit` of the episodes that are meant and come after a position. Those that began last come
 * first; the order is that of an index read backwards, where the servers begin with the episodes: left to themselves they
 * begin with all stations, which they take for few.
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
    sql: `SELECT STRAIGHT_JOIN s.station_id AS stationId, e.station_id AS station, ${ALERT_COLUMNS}
      FROM alert_episode e JOIN station s ON s.id = e.station_id ${where}
      ORDER BY e.started_at DESC, e.station_id DESC, e.rule DESC LIMIT ?`,
    parameters: [...conditions.flatMap(([, ...values]) => values), limit],
  };
}

/** The episode of a row. */
export function fromListedRow(row: ListedAlertRow): ListedAlert {
  return toListedAlert(row, row.stationId);
}

function toConditions(filter: AlertFilter): Condition[] {
  const { state, rule, severity, stationId, since, until, unacknowledged } = filter;
  const given: readonly (readonly [condition: string, value: string | undefined])[] = [
    ['e.state = ?', state],
    ['e.rule = ?', rule],
    ['e.severity = ?', severity],
    ['e.station_id = (SELECT id FROM station WHERE station_id = ?)', stationId],
    ['e.started_at >= ?', since === undefined ? undefined : toDateTime(since)],
    ['e.started_at < ?', until === undefined ? undefined : toDateTime(until)],
  ];
  const conditions: Condition[] = given.filter((pair): pair is [string, string] => pair[1] !== undefined);
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
