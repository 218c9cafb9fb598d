import type { RuleSet } from '@weather/weather-rules';
import { toDateTime } from '../rows/date-time.ts';
import type { WeatherDatabase } from '../weather-database.ts';

/**
 * Resolves the open alerts of removed rules when a consumer starts, since no reading will, and records the events in the outbox.
 * If there are none, as nearly always, it locks no row, so that a start does not wait for a consumer that is paused in a
 * transaction.
 */
export async function resolveOrphanedAlerts(
  database: WeatherDatabase,
  { rules }: RuleSet,
  now: number,
): Promise<void> {
  const forgotten = rules.length === 0 ? 'TRUE' : 'rule NOT IN (?)';
  const names = rules.length === 0 ? [] : [rules.map(({ name }) => name)];
  const open = await database.execute(
    `SELECT 1 FROM alert_episode WHERE state IN ('pending', 'firing') AND ${forgotten} LIMIT 1`,
    names,
  );
  if (open.length === 0) return;
  await database.fork().transactional(async (em) => {
    await em.execute(`DELETE FROM alert_episode WHERE state = 'pending' AND ${forgotten}`, names, 'run');
    await em.execute(
      `INSERT IGNORE INTO notification_outbox (station_id, rule, started_at, event, created_at)
       SELECT station_id, rule, started_at, 'resolved', ? FROM alert_episode WHERE state = 'firing' AND ${forgotten}`,
      [toDateTime(now), ...names],
      'run',
    );
    await em.execute(
      `UPDATE alert_episode SET state = 'resolved', resolved_at = peak_at WHERE state = 'firing' AND ${forgotten}`,
      names,
      'run',
    );
  });
}
