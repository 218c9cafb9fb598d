import {
  HealthServer,
  LivenessMonitor,
  readyWhileUp,
  runService,
  startTracing,
} from '@weather/service-runtime';
import { WeatherDatabase } from '@weather/weather-store';
import { NotificationStore } from '@weather/weather-store/notifications';
import { AddressRules } from './delivery/address-rules.ts';
import { NOTIFIER_SECTIONS } from './notifier-config.ts';
import { NotifierMetrics } from './notifier-metrics.ts';
import { runNotifier } from './run-notifier.ts';
import { loadReceivers } from './receivers/load-receivers.ts';

/** Longer than the longest turn of a loop: the timeout of an attempt and an outage that is just over. */
const STUCK_AFTER_MS = 180_000;

await runService({
  name: 'notifier',
  summary: 'sends notifications of firing and resolved alerts by webhook and e-mail.',
  sections: NOTIFIER_SECTIONS,
  run: async ({ settings, logger, signal, onStop }) => {
    const { receiversPath, allowedNetworks } = settings.notifier;
    const { receivers, externalUrl } =
      receiversPath === undefined
        ? { receivers: [], externalUrl: '' }
        : await loadReceivers(receiversPath, new AddressRules(allowedNetworks));

    const metrics = new NotifierMetrics();
    const health = new HealthServer(metrics);
    onStop(() => health.close());
    health.set('readyz', () => ({ ok: false, detail: 'starting' }));
    await health.listen(settings.health);

    const database = await WeatherDatabase.connect(settings.database, logger, signal, metrics.services);
    onStop(() => database.close());
    await database.waitForTables(signal);
    const liveness = new LivenessMonitor({
      stuckAfterMs: STUCK_AFTER_MS,
      serversAnswer: () => database.availability.isUp,
      now: () => performance.now(),
    });
    health.set('livez', liveness.check);
    // An unreachable receiver is no reason to restart the notifier.
    health.set('readyz', readyWhileUp(database.availability));
    const store = new NotificationStore(database);
    const tracer = await startTracing(settings.tracing, { logger, onStop });
    await runNotifier(
      { store, database, receivers, externalUrl, liveness, metrics, tracer, logger, ...settings.notifier },
      signal,
    );
  },
});
