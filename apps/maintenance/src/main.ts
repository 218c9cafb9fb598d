import { HealthServer, readyWhileUp, runService } from '@weather/service-runtime';
import { WeatherDatabase } from '@weather/weather-store';
import { MAINTENANCE_SECTIONS } from './maintenance-config.ts';
import { MaintenanceMetrics } from './maintenance-metrics.ts';
import { MaintenanceLog } from './maintenance-log.ts';
import { keepRetention } from './retention-keeper.ts';
import { keepSummaries } from './summary-keeper.ts';

await runService({
  name: 'maintenance',
  summary: 'keeps the summaries of hours and days equal to the readings, and drops old readings.',
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
    logger.info('keeping summaries', { intervalMs, retentionDays });
    await Promise.all([
      keepSummaries(options),
      retentionDays > 0 && keepRetention({ ...options, retentionDays, now: Date.now }),
    ]);
  },
});
