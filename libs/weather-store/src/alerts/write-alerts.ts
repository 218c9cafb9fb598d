import type { EntityManager } from '@mikro-orm/mysql';
import type { StationAlert } from '@weather/weather-rules';
import { chunk } from '../rows/chunk.ts';
import { toDateTime } from '../rows/date-time.ts';
import type { AlertEvent, AlertKey } from './alert-event.ts';

const COLUMNS = [
  'station_id',
  'rule',
  'started_at',
  'severity',
  'state',
  'fired_at',
  'resolved_at',
  'peak_value',
  'peak_at',
  'reading_count',
] as const;
const KEY_COLUMNS = 3;
/** Who has acknowledged it stays. */
const UPSERT = `INSERT INTO alert_episode (${COLUMNS.join(', ')}) VALUES ?
  ON DUPLICATE KEY UPDATE ${COLUMNS.slice(KEY_COLUMNS)
    .map((column) => `${column} = VALUES(${column})`)
    .join(', ')}`;

/** Writes episodes as they are now; those that were dropped are removed. */
export async function writeAlerts(em: EntityManager, alerts: readonly StationAlert[]): Promise<void> {
  const isDropped = ({ alert }: StationAlert): boolean => alert.state === 'dropped';
  await deleteAlerts(
    em,
    alerts.filter(isDropped).map(({ station, alert }) => ({ station, ...alert })),
  );
  const kept = alerts.filter((own) => !isDropped(own));
  for (const some of chunk(kept)) await em.execute(UPSERT, [some.map(toValues)], 'run');
}

/** One by one, since a `DELETE` of several may look at rows of other partitions and wait for them. */
export async function deleteAlerts(em: EntityManager, keys: readonly AlertKey[]): Promise<void> {
  for (const { station, rule, startedAt } of keys) {
    await em.execute(
      'DELETE FROM alert_episode WHERE station_id = ? AND rule = ? AND started_at = ?',
      [station, rule, toDateTime(startedAt)],
      'run',
    );
  }
}

/** Records events in the outbox; an event that is recorded twice is there once. */
export async function recordEvents(
  em: EntityManager,
  events: readonly AlertEvent[],
  now: number,
): Promise<void> {
  for (const some of chunk(events)) {
    const rows = some.map(({ station, rule, startedAt, event }) => [
      station,
      rule,
      toDateTime(startedAt),
      event,
      toDateTime(now),
    ]);
    await em.execute(
      'INSERT IGNORE INTO notification_outbox (station_id, rule, started_at, event, created_at) VALUES ?',
      [rows],
      'run',
    );
  }
}

function toValues({ station, alert }: StationAlert): (string | number | null)[] {
  const { rule, severity, state, startedAt, firedAt, resolvedAt, peakValue, peakAt, readingCount } = alert;
  const timeOrNull = (at: number | undefined): string | null => (at === undefined ? null : toDateTime(at));
  return [
    station,
    rule,
    toDateTime(startedAt),
    severity,
    state,
    timeOrNull(firedAt),
    timeOrNull(resolvedAt),
    peakValue,
    toDateTime(peakAt),
    readingCount,
  ];
}
