import { BatchingProducer, KafkaConnection } from '@weather/kafka-client';
import {
  LivenessMonitor,
  readyWhileUp,
  runService,
  startHealth,
  startTracing,
} from '@weather/service-runtime';
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
  run: async (context) => {
    const { settings, logger, signal, onStop } = context;
    const { topic, wireFormat, legacyTimeZone, bufferFull } = settings.producer;
    const log = new PublishingLog(logger);
    const source = await openSource(settings, { clock: systemClock, logger, onSkipped: log.onSkipped });

    const metrics = new ProducerMetrics();
    const connection = new KafkaConnection(settings.kafka, logger, metrics.services);
    const health = await startHealth(context, metrics, `waiting for ${connection.availability.service}`);

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
    const servers = [connection.availability, publisher.availability];
    const liveness = new LivenessMonitor({ servers });
    liveness.watchQueue('publishing', () => ({
      completed: publisher.acknowledged,
      pending: publisher.buffered,
    }));
    health.set('livez', liveness.check);
    health.set('readyz', readyWhileUp(...servers));

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
