import { readyWhileUp, runService } from '@weather/service-runtime';
import { connectWithHealth } from '@weather/weather-store';
import { MAINTENANCE_SECTIONS } from './maintenance-config.ts';
import { MaintenanceMetrics } from './maintenance-metrics.ts';
import { refreshRollups } from './refresh-rollups.ts';
import { runRetention } from './run-retention.ts';

await runService({
  name: 'maintenance',
  summary: 'keeps the hourly and daily rollups up to date, and deletes old readings.',
  sections: MAINTENANCE_SECTIONS,
  run: async (context) => {
    const { settings, logger, signal } = context;
    const { intervalMs, retentionDays } = settings.maintenance;
    const metrics = new MaintenanceMetrics();
    const { health, database } = await connectWithHealth(context, metrics);
    health.set('readyz', readyWhileUp(database.availability));

    const options = { database, logger, metrics, intervalMs, signal };
    logger.info('maintaining rollups', { intervalMs, retentionDays });
    await Promise.all([
      refreshRollups(options),
      retentionDays > 0 && runRetention({ ...options, retentionDays, now: Date.now }),
    ]);
  },
});
