import {
  ALERT_COLUMNS,
  toListedAlert,
  type ListedAlert,
  type ListedAlertRow,
} from '../alerts/listed-alerts.ts';
import type { WeatherDatabase } from '../weather-database.ts';

/** The changes of alerts between two polls. */
export interface AlertChanges {
  /** New alerts, and those in which more than the number of readings changed, in their current state. */
  readonly changed: readonly ListedAlert[];
  /** Alerts that were deleted or whose start was moved by a late reading, in their last known state. */
  readonly dropped: readonly ListedAlert[];
}

const MAX_OPEN = 1_000;
/** So many of the newest rows are read whatever their state: an alert may be resolved before a poll sees it. */
const NEWEST = 500;

/** Starts at the alerts: by themselves the servers start at the stations, which they take for few. */
const SELECT = `SELECT STRAIGHT_JOIN e.id, s.station_id AS stationId, ${ALERT_COLUMNS}
  FROM alert_episode e JOIN station s ON s.id = e.station_id`;
const inState = (state: ListedAlert['state']): string =>
  `(${SELECT} WHERE e.state = '${state}' ORDER BY e.started_at DESC LIMIT ?)`;
/** State by state, since the index orders the starts within a state. */
const SELECT_OPEN = `${inState('pending')} UNION ALL ${inState('firing')} ORDER BY startedAt DESC LIMIT ?`;

interface SelectedRow extends ListedAlertRow {
  readonly id: number | string;
}

type Alerts = ReadonlyMap<number, ListedAlert>;

/**
 * Finds what changes in `alert_episode`, among the open alerts (up to a thousand that started last) and the newest rows. Needs
 * only the right to read, and reads by indexes, so that it can poll often.
 */
export class AlertChangePoller {
  #known: Alerts = new Map();

  constructor(private readonly database: WeatherDatabase) {}

  /** Finds the changes since the last poll; the first poll returns everything it reads. Safe to repeat when it fails. */
  async poll(): Promise<AlertChanges> {
    const known = this.#known;
    const seen = new Map([
      ...(await this.#select(SELECT_OPEN, [MAX_OPEN, MAX_OPEN, MAX_OPEN])),
      ...(await this.#select(`${SELECT} ORDER BY e.id DESC LIMIT ?`, [NEWEST])),
    ]);
    const unseen = [...known].filter(([id, { state }]) => state !== 'resolved' && !seen.has(id));
    const now = new Map([...seen, ...(await this.#byId(unseen.map(([id]) => id)))]);
    this.#known = now;
    return {
      changed: [...now].filter(([id, alert]) => hasChanged(known.get(id), alert)).map(([, alert]) => alert),
      dropped: unseen.filter(([id]) => !now.has(id)).map(([, alert]) => alert),
    };
  }

  async #byId(ids: readonly number[]): Promise<Alerts> {
    if (ids.length === 0) return new Map();
    return await this.#select(`${SELECT} WHERE e.id IN (${ids.map(() => '?').join(', ')})`, ids);
  }

  async #select(sql: string, parameters: readonly number[]): Promise<Alerts> {
    const rows = await this.database.execute<SelectedRow>(sql, parameters);
    return new Map(rows.map((row) => [Number(row.id), toListedAlert(row)]));
  }
}

function hasChanged(before: ListedAlert | undefined, now: ListedAlert): boolean {
  if (before === undefined) return true;
  return JSON.stringify({ ...before, readingCount: 0 }) !== JSON.stringify({ ...now, readingCount: 0 });
}
