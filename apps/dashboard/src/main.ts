import { KafkaConnection } from '@weather/kafka-client';
import { AppMetrics, HealthServer, runService, tellAddress } from '@weather/service-runtime';
import { WeatherDatabase } from '@weather/weather-store';
import { DASHBOARD_SECTIONS } from './dashboard-config.ts';
import { LiveEvents } from './live/live-events.ts';
import { createServer } from './server/create-server.ts';

await runService({
  name: 'dashboard',
  summary:
    'shows the stations, their readings, the alerts and the pipeline on a page, and serves them by HTTP.',
  sections: DASHBOARD_SECTIONS,
  run: async ({ settings, logger, signal, onStop }) => {
    const { dashboard } = settings;
    const metrics = new AppMetrics('dashboard');
    const health = new HealthServer(metrics);
    onStop(() => health.close());
    health.set('readyz', () => ({ ok: false, detail: 'starting' }));
    await health.listen(settings.health);

    const database = await WeatherDatabase.connect(settings.database, logger, signal, metrics.services);
    onStop(() => database.close());
    await database.waitForTables(signal);

    const connection = new KafkaConnection(settings.kafka, logger);
    const live = await LiveEvents.open({ config: dashboard, database, connection, signal });
    const server = await createServer({ alertThresholdCelsius: dashboard.alertThresholdCelsius, live });
    onStop(() => server.close());
    const address = await server.listen({ host: dashboard.host, port: dashboard.port });
    health.set('readyz', () => {
      const ok = database.availability.isUp;
      return { ok, detail: ok ? 'ok' : 'waiting for MySQL' };
    });
    logger.info('the dashboard answers', { address });
    tellAddress(address);
    await live.run();
  },
});
