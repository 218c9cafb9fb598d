import { HealthServer, readyWhileUp, runService } from '@weather/service-runtime';
import { WeatherDatabase } from '@weather/weather-store';
import { MAINTENANCE_SECTIONS } from './maintenance-config.ts';
import { MaintenanceLog } from './maintenance-log.ts';
import { MaintenanceMetrics } from './maintenance-metrics.ts';
import { refreshRollups } from './refresh-rollups.ts';
import { runRetention } from './run-retention.ts';

await runService({
  name: 'maintenance',
  summary: 'keeps the hourly and daily rollups up to date, and deletes old readings.',
  sections: MAINTENANCE_SECTIONS,
  run: async ({ settings, logger, signal, onStop }) => {
    const { intervalMs, retentionDays } = settings.maintenance;
    const metrics = new MaintenanceMetrics();
    const health = new HealthServer(metrics);
    onStop(() => health.close());
    health.set('readyz', () => ({ ok: false, detail: 'starting' }));
    await health.listen(settings.health);

    const database = await WeatherDatabase.connect(settings.database, logger, signal, metrics.services);
    onStop(() => database.close());
    await database.waitForTables(signal);
    health.set('readyz', readyWhileUp(database.availability));

    const log = new MaintenanceLog(logger);
    onStop(() => log.close());
    const options = { database, log, metrics, intervalMs, signal };
    logger.info('maintaining rollups', { intervalMs, retentionDays });
    await Promise.all([
      refreshRollups(options),
      retentionDays > 0 && runRetention({ ...options, retentionDays, now: Date.now }),
    ]);
  },
});
