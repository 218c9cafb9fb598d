import { toDateTime } from '../rows/date-time.ts';
import type { WeatherDatabase } from '../weather-database.ts';
import {
  ALERT_COLUMNS,
  toListedAlert,
  type Acknowledgement,
  type ListedAlert,
  type AlertRow,
} from './listed-alert.ts';
import { fromListedRow, selectAlerts, type AlertFilter, type ListedAlertRow } from './select-alerts.ts';

/** The episode to be acknowledged: the one that began at the time given, in epoch ms, or else the open one. */
export interface AlertTarget {
  readonly stationId: string;
  readonly rule: string;
  readonly startedAt: number | undefined;
}

export type AcknowledgeResult =
  | { readonly kind: 'acknowledged'; readonly alert: ListedAlert }
  /** Nothing was changed: who was first stays. */
  | {
      readonly kind: 'already';
      readonly alert: ListedAlert;
      readonly acknowledgement: Acknowledgement;
    }
  | { readonly kind: 'none' };

const NEWEST_OPEN = "e.state <> 'resolved' ORDER BY e.started_at DESC LIMIT 1";

/** The episodes as people see them. `list` needs SELECT; `acknowledge` needs UPDATE on `alert_episode` as well. */
export class AlertRepository {
  constructor(private readonly database: WeatherDatabase) {}

  /** At most `limit` of the episodes that are meant, those that began last first. */
  async list(filter: AlertFilter, limit: number): Promise<ListedAlert[]> {
    const { sql, parameters } = selectAlerts(filter, limit);
    const rows = await this.database.execute<ListedAlertRow>(sql, parameters);
    return rows.map(fromListedRow);
  }

  /**
   * Notes who has taken notice of an episode, once: safe to repeat. Of two who do it at once the second learns of the
   * first. No transaction, so that no row is locked for longer than a statement takes.
   */
  async acknowledge(target: AlertTarget, acknowledgement: Acknowledgement): Promise<AcknowledgeResult> {
    const found = await this.#find(target);
    if (found === undefined) return { kind: 'none' };
    const { station, alert } = found;
    if (alert.acknowledgement !== undefined) {
      return { kind: 'already', alert, acknowledgement: alert.acknowledgement };
    }
    const { affectedRows } = await this.database.fork().execute<{ affectedRows: number }>(
      `UPDATE alert_episode SET acknowledged_by = ?, acknowledged_at = ?
       WHERE station_id = ? AND rule = ? AND started_at = ? AND acknowledged_at IS NULL`,
      [acknowledgement.by, toDateTime(acknowledgement.at), station, alert.rule, toDateTime(alert.startedAt)],
      'run',
    );
    // Somebody was sooner, or a late reading has moved the start of the episode meanwhile.
    if (affectedRows === 0) return await this.acknowledge(target, acknowledgement);
    return { kind: 'acknowledged', alert };
  }

  async #find({ stationId, rule, startedAt }: AlertTarget): Promise<FoundAlert | undefined> {
    const which = startedAt === undefined ? NEWEST_OPEN : 'e.started_at = ?';
    const [row] = await this.database.execute<AlertRow & { readonly station: number }>(
      `SELECT e.station_id AS station, ${ALERT_COLUMNS}
       FROM alert_episode e JOIN station s ON s.id = e.station_id
       WHERE s.station_id = ? AND e.rule = ? AND ${which}`,
      [stationId, rule, ...(startedAt === undefined ? [] : [toDateTime(startedAt)])],
    );
    return row === undefined ? undefined : { station: row.station, alert: toListedAlert(row, stationId) };
  }
}

interface FoundAlert {
  readonly station: number;
  readonly alert: ListedAlert;
}
