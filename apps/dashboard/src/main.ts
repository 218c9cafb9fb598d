import { join } from 'node:path';
import { KafkaConnection } from '@weather/kafka-client';
import { readyWhileUp, runService, sendReadyMessage } from '@weather/service-runtime';
import { connectWithHealth } from '@weather/weather-store';
import { QueryRunner } from '@weather/weather-store/queries';
import packageJson from '../package.json' with { type: 'json' };
import { DASHBOARD_SECTIONS, STATEMENT_TIMEOUT_MS } from './dashboard-config.ts';
import { DashboardMetrics } from './dashboard-metrics.ts';
import { LiveService } from './live/live-service.ts';
import { loadLocations } from './server/locations/locations-document.ts';
import { createServer } from './server/create-server.ts';

const WAITING_STATEMENTS = 100;
/** Reserved for polling the alerts and the state of the pipeline. */
const OWN_CONNECTIONS = 1;

await runService({
  name: 'dashboard',
  summary:
    'serves a page and an HTTP API that show stations, readings, alerts and the state of the pipeline.',
  sections: DASHBOARD_SECTIONS,
  run: async (context) => {
    const { settings, logger, signal, onStop } = context;
    const { dashboard } = settings;
    const locations = loadLocations(dashboard.locationsPath);
    const metrics = new DashboardMetrics();
    const { health, database } = await connectWithHealth(context, metrics);

    const connection = new KafkaConnection(settings.kafka, logger, metrics.services);
    const live = await LiveService.open({
      config: dashboard,
      database,
      connection,
      observer: metrics,
      signal,
    });
    metrics.followSubscribers(() => live.subscribers);
    const server = await createServer({
      settings: { alertThresholdCelsius: dashboard.alertThresholdCelsius, version: packageJson.version },
      reader: new QueryRunner(database, {
        maxConcurrent: settings.database.connections - OWN_CONNECTIONS,
        maxQueued: WAITING_STATEMENTS,
        timeoutMs: STATEMENT_TIMEOUT_MS,
      }),
      locations,
      live,
      protection: dashboard,
      onAnswered: metrics.answered,
      pageFolder: join(import.meta.dirname, 'web'),
      logger,
    });
    onStop(() => server.close());
    const address = await server.listen({ host: dashboard.host, port: dashboard.port });
    health.set('readyz', readyWhileUp(database.availability));
    logger.info('dashboard listening', { address });
    sendReadyMessage(address);
    await live.run();
  },
});
