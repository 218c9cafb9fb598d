import { toDateTime } from '../rows/date-time.ts';
import type { WeatherDatabase } from '../weather-database.ts';
import {
  ALERT_COLUMNS,
  selectAlerts,
  toListedAlert,
  type Acknowledgement,
  type AlertFilter,
  type ListedAlert,
  type ListedAlertRow,
} from './listed-alerts.ts';

/** The alert to be acknowledged: the one that started at a time in epoch ms, or else the newest open one. */
export interface AlertTarget {
  readonly stationId: string;
  readonly rule: string;
  readonly startedAt: number | undefined;
}

export type AcknowledgeResult =
  | { readonly kind: 'acknowledged'; readonly alert: ListedAlert }
  /** Nothing was changed: the first acknowledgement stays. */
  | {
      readonly kind: 'already';
      readonly alert: ListedAlert;
      readonly acknowledgement: Acknowledgement;
    }
  | { readonly kind: 'none' };

const NEWEST_OPEN = "e.state <> 'resolved' ORDER BY e.started_at DESC LIMIT 1";

/** Lists and acknowledges alerts. `list` needs SELECT; `acknowledge` needs UPDATE on `alert_episode` as well. */
export class AlertRepository {
  constructor(private readonly database: WeatherDatabase) {}

  /** Lists at most `limit` alerts that match a filter, newest first. */
  async list(filter: AlertFilter, limit: number): Promise<ListedAlert[]> {
    const { sql, parameters } = selectAlerts(filter, limit);
    const rows = await this.database.execute<ListedAlertRow>(sql, parameters);
    return rows.map(toListedAlert);
  }

  /**
   * Records who has acknowledged an alert, once: safe to repeat. Of two who do it at the same time the second gets the
   * acknowledgement of the first. No transaction, so that no row is locked for longer than a statement takes.
   */
  async acknowledge(target: AlertTarget, acknowledgement: Acknowledgement): Promise<AcknowledgeResult> {
    const row = await this.#find(target);
    if (row === undefined) return { kind: 'none' };
    const alert = toListedAlert(row);
    if (alert.acknowledgement !== undefined) {
      return { kind: 'already', alert, acknowledgement: alert.acknowledgement };
    }
    const { affectedRows } = await this.database.fork().execute<{ affectedRows: number }>(
      `UPDATE alert_episode SET acknowledged_by = ?, acknowledged_at = ?
       WHERE station_id = ? AND rule = ? AND started_at = ? AND acknowledged_at IS NULL`,
      [
        acknowledgement.by,
        toDateTime(acknowledgement.at),
        row.station,
        alert.rule,
        toDateTime(alert.startedAt),
      ],
      'run',
    );
    // Somebody else was first, or a late reading has moved the start of the alert meanwhile.
    if (affectedRows === 0) return await this.acknowledge(target, acknowledgement);
    return { kind: 'acknowledged', alert };
  }

  async #find({ stationId, rule, startedAt }: AlertTarget): Promise<ListedAlertRow | undefined> {
    const which = startedAt === undefined ? NEWEST_OPEN : 'e.started_at = ?';
    const [row] = await this.database.execute<ListedAlertRow>(
      `SELECT s.station_id AS stationId, ${ALERT_COLUMNS}
       FROM alert_episode e JOIN station s ON s.id = e.station_id
       WHERE s.station_id = ? AND e.rule = ? AND ${which}`,
      [stationId, rule, ...(startedAt === undefined ? [] : [toDateTime(startedAt)])],
    );
    return row;
  }
}
