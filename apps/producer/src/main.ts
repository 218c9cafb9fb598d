import { BatchingProducer, KafkaConnection } from '@weather/kafka-client';
import { HealthServer, LivenessMonitor, runService, startTracing } from '@weather/service-runtime';
import { encodeReading } from '@weather/weather-schema';
import { openSource } from './open-source.ts';
import { PRODUCER_SECTIONS } from './producer-config.ts';
import { ProducerMetrics } from './producer-metrics.ts';
import { startProgressReport } from './progress-report.ts';
import { publishReadings } from './publish-readings.ts';
import { PublishingLog } from './publishing-log.ts';
import { recordKeys } from './record-keys.ts';
import { systemClock } from './sources/clock.ts';

await runService({
  name: 'producer',
  summary: 'reads a source of weather readings and publishes them to the topic.',
  sections: PRODUCER_SECTIONS,
  run: async ({ settings, logger, signal, onStop }) => {
    const { topic, wireFormat, legacyTimeZone, bufferFull } = settings.producer;
    const log = new PublishingLog(logger);
    const source = await openSource(settings, { clock: systemClock, logger, onSkipped: log.onSkipped });

    const metrics = new ProducerMetrics();
    const health = new HealthServer(metrics);
    onStop(() => health.close());
    const connection = new KafkaConnection(settings.kafka, logger, metrics.services);
    const { availability } = connection;
    health.set('readyz', () => ({ ok: false, detail: `waiting for ${availability.service}` }));
    await health.listen(settings.health);

    const tracer = await startTracing(settings.tracing, { logger, onStop });
    const publisher = await BatchingProducer.connect({
      connection,
      batching: settings.batching,
      topic,
      onBatchAcknowledged: metrics.batchAcknowledged,
      onDropped: bufferFull === 'drop-oldest' ? log.onDropped : undefined,
      tracer,
      signal,
    });
    metrics.follow(() => ({
      sent: publisher.enqueued,
      acknowledged: publisher.acknowledged,
      waiting: publisher.buffered,
      dropped: log.dropped,
      skipped: log.skipped,
    }));
    const waitsFor = (): string[] =>
      [availability, publisher.availability].flatMap(({ isUp, service }) => (isUp ? [] : [service]));
    const liveness = new LivenessMonitor({
      serversAnswer: () => waitsFor().length === 0,
      now: () => performance.now(),
    });
    liveness.watchQueue('publishing', () => ({
      completed: publisher.acknowledged,
      pending: publisher.buffered,
    }));
    health.set('livez', liveness.check);
    health.set('readyz', () => {
      const services = waitsFor();
      return {
        ok: services.length === 0,
        detail: services.length === 0 ? 'ok' : `waiting for ${services.join(', ')}`,
      };
    });

    logger.info(`publishing ${source.description}`, { topic, wireFormat });
    onStop(startProgressReport({ source, log, logger, output: process.stderr }));
    await publishReadings({
      source,
      publisher,
      encode: (reading) => encodeReading(reading, wireFormat, legacyTimeZone),
      keyOf: recordKeys(wireFormat, logger),
      log,
      logger,
      signal,
      now: () => performance.now(),
    });
  },
});
