import { LivenessMonitor, readyWhileUp, runService, startTracing } from '@weather/service-runtime';
import { connectWithHealth } from '@weather/weather-store';
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
  run: async (context) => {
    const { settings, logger, signal, onStop } = context;
    const { receiversPath, allowedNetworks } = settings.notifier;
    const { receivers, externalUrl } =
      receiversPath === undefined
        ? { receivers: [], externalUrl: '' }
        : await loadReceivers(receiversPath, new AddressRules(allowedNetworks));

    const metrics = new NotifierMetrics();
    const { health, database } = await connectWithHealth(context, metrics);
    const liveness = new LivenessMonitor({
      stuckAfterMs: STUCK_AFTER_MS,
      servers: [database.availability],
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
