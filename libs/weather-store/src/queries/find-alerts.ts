import {
  selectAlerts,
  toListedAlert,
  type AlertCursor,
  type AlertFilter,
  type ListedAlert,
  type ListedAlertRow,
} from '../alerts/listed-alerts.ts';
import { toEpochMs } from '../rows/date-time.ts';
import type { QueryRunner } from './query-runner.ts';

export interface AlertsPage {
  /** Newest first. */
  readonly alerts: readonly ListedAlert[];
  /** Where the next page starts; undefined after the last page. */
  readonly next: AlertCursor | undefined;
}

/** Finds up to `limit` alerts that match a filter and come after a position. */
export async function findAlerts(
  runner: QueryRunner,
  filter: AlertFilter,
  limit: number,
  after?: AlertCursor,
): Promise<AlertsPage> {
  const { sql, parameters } = selectAlerts(filter, limit + 1, after);
  const rows = await runner.select<ListedAlertRow>(sql, parameters);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    alerts: page.map(toListedAlert),
    next: last && { startedAt: toEpochMs(last.startedAt), station: last.station, rule: last.rule },
  };
}
