import { MS_PER_DAY } from '@weather/weather-schema';
import type { TestStack } from '../stack/test-stack.ts';

/** The number of rows: small enough for every build, or as `PLAN_READINGS` says. */
export interface TableSizes {
  readonly readings: number;
  readonly stations: number;
  readonly alerts: number;
  /** The newest alerts, which are still open. */
  readonly openAlerts: number;
}

const READINGS_OF_STATION = 50;
const READINGS_PER_ALERT = 10;
const OPEN_SHARE = 5;

/** The oldest alerts, which have a rule and a severity that no others have. */
export const RARE_ALERTS = 20;
export const RARE_RULE = 'rule-rare';
export const RARE_SEVERITY = 'critical';

/** One of so many alerts is sent as firing and not as resolved. */
export const ALERTS_PER_SENT_AS_FIRING = 500;

const DECIMAL_DIGITS = 10;

/** The time of the newest readings: a day ago, so that none is from the future. */
export const NEWEST = Math.floor(Date.now() / MS_PER_DAY) * MS_PER_DAY - MS_PER_DAY;

export function tableSizes(readings: number): TableSizes {
  const alerts = readings / READINGS_PER_ALERT;
  return { readings, stations: readings / READINGS_OF_STATION, alerts, openAlerts: alerts / OPEN_SHARE };
}

/** Readings per statement, so that none takes longer than the timeout of a connection. */
const STATIONS_OF_STATEMENT = 20_000;

/** Fills the tables with a few statements, which take seconds each. */
export async function fillTables(stack: TestStack, sizes: TableSizes): Promise<void> {
  for (const sql of makeStatements(sizes)) await stack.query(sql);
}

function makeStatements({ stations, alerts, openAlerts }: TableSizes): string[] {
  const newest = `CAST('${new Date(NEWEST).toISOString().slice(0, 'yyyy-mm-dd'.length)}' AS DATETIME(3))`;
  return [
    `INSERT INTO station (id, station_id, city)
       SELECT n + 1, CONCAT('station-', LPAD(n + 1, 7, '0')), 'Springfield' FROM ${makeNumbers(stations)}`,
    ...splitStations(stations).map(
      (first) => `INSERT INTO reading (station_id, observed_at, temperature, humidity, quality)
       SELECT s.id, ${newest} - INTERVAL (${READINGS_OF_STATION - 1} - m.n) * 10 MINUTE, 20 + m.n MOD 12, 50, 0
       FROM station s CROSS JOIN ${makeNumbers(READINGS_OF_STATION, 'm')}
       WHERE s.id >= ${first} AND s.id < ${first + STATIONS_OF_STATEMENT} ORDER BY s.id, m.n`,
    ),
    `INSERT INTO station_checkpoint (station_id, slot, observed_at) SELECT id, 0, ${newest} FROM station`,
    `INSERT INTO warning_temperatures (sensor_id, temperature, timestamp)
       SELECT s.station_id, 31, r.observed_at FROM reading r JOIN station s ON s.id = r.station_id WHERE r.temperature > 30`,
    `INSERT INTO alert_episode (rule, station_id, severity, state, started_at, fired_at, resolved_at, peak_value, peak_at,
         reading_count)
       SELECT IF(a.n >= ${alerts - RARE_ALERTS}, '${RARE_RULE}', CONCAT('rule-', a.n MOD 7)), 1 + a.n MOD ${stations},
         IF(a.n >= ${alerts - RARE_ALERTS}, '${RARE_SEVERITY}', ELT(1 + a.n MOD 2, 'info', 'warning')),
         CASE WHEN a.n >= ${openAlerts} THEN 'resolved' WHEN a.n MOD 10 = 0 THEN 'pending' ELSE 'firing' END,
         ${newest} - INTERVAL a.n SECOND, ${newest} - INTERVAL a.n SECOND,
         IF(a.n < ${openAlerts}, NULL, ${newest} - INTERVAL a.n SECOND), 31, ${newest} - INTERVAL a.n SECOND, 3
       FROM ${makeNumbers(alerts, 'a')} ORDER BY a.n DESC`,
    `INSERT INTO reading_hour (station_id, hour_start, reading_count, value_count, good_count, temperature_count,
         humidity_count, pressure_count, wind_speed_count, wind_gust_count, precipitation_count, wind_vector_count)
       SELECT s.id, ${newest} - INTERVAL h.n HOUR, 6, 12, 12, 6, 6, 0, 0, 0, 0, 0
       FROM station s CROSS JOIN ${makeNumbers(DECIMAL_DIGITS, 'h')}`,
    `INSERT INTO rollup_dirty_hour (day_start, station_id, hours, version) SELECT DATE(${newest}), id, 1, 7 FROM station`,
    `INSERT INTO notification_group (id, receiver, rule, severity, due_at) VALUES (1, 'ops', 'rule-1', 'warning', NOW(3))`,
    `INSERT INTO notification_event (group_id, station_id, started_at, event, state, sent_at)
       SELECT 1, station_id, started_at, 'firing', IF(n.id MOD ${ALERTS_PER_SENT_AS_FIRING} = 0, 'firing', IF(n.id MOD 700 = 0, 'waiting', 'done')), NOW(3)
       FROM alert_episode n`,
    `INSERT INTO notification (group_id, receiver, idempotency_key, body, alert_count, state, created_at, next_attempt_at,
         settled_at)
       SELECT 1, 'ops', UUID(), 'body', 1, IF(n < 50, 'waiting', 'delivered'), NOW(3), NOW(3), IF(n < 50, NULL, NOW(3))
       FROM ${makeNumbers(alerts)}`,
    `INSERT INTO notification_outbox (rule, station_id, started_at, event, created_at)
       SELECT rule, station_id, started_at, 'firing', NOW(3) FROM alert_episode WHERE state = 'firing'`,
    `INSERT INTO consumer_offset (consumer_group, topic, partition_number, next_offset, updated_at)
       SELECT 'weather_consumer', 'weather_data', n, 1000, NOW(3) FROM ${makeNumbers(DECIMAL_DIGITS)}`,
    `ANALYZE TABLE station, reading, station_checkpoint, warning_temperatures, alert_episode, reading_hour, rollup_dirty_hour,
       notification_event, notification, notification_outbox`,
  ];
}

/** The first station of each statement. */
function splitStations(stations: number): number[] {
  const parts = Math.ceil(stations / STATIONS_OF_STATEMENT);
  return Array.from({ length: parts }, (_, part) => part * STATIONS_OF_STATEMENT + 1);
}

/** The numbers from 0 to below a count, in a form that every server reads. */
function makeNumbers(count: number, alias = 'numbers'): string {
  const digits = String(count - 1).length;
  const digit = `(SELECT 0 AS d ${Array.from({ length: DECIMAL_DIGITS - 1 }, (_, d) => `UNION ALL SELECT ${d + 1}`).join(' ')})`;
  const places = Array.from({ length: digits }, (_, place) => place);
  const sum = places.map((place) => `p${place}.d * ${DECIMAL_DIGITS ** place}`).join(' + ');
  const from = places.map((place) => `${digit} p${place}`).join(' CROSS JOIN ');
  return `(SELECT * FROM (SELECT ${sum} AS n FROM ${from}) counted WHERE n < ${count}) ${alias}`;
}
