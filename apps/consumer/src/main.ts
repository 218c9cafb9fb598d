import {
  DeadLetterProducer,
  fetchEarliestOffsets,
  fetchEndOffsets,
  KafkaConnection,
} from '@weather/kafka-client';
import { LivenessMonitor, readyWhileUp, runService, startTracing } from '@weather/service-runtime';
import { connectWithHealth } from '@weather/weather-store';
import { batchConsumer, groupMembership } from './batch-consumer.ts';
import { BatchProcessor } from './batch-processor.ts';
import { BatchTraces } from './batch-traces.ts';
import { CONSUMER_SECTIONS } from './consumer-config.ts';
import { ConsumerMetrics } from './consumer-metrics.ts';
import { ConsumerLog } from './consumer-log.ts';
import { createDeadLetterLimit } from './dead-letter-limit.ts';
import { LagWatch } from './lag-watch.ts';
import { openSink } from './open-sink.ts';
import { timedSink } from './timed-sink.ts';
import { openTopicClock } from './topic-clock.ts';
import { watchSilence } from './watch-silence.ts';

await runService({
  name: 'consumer',
  summary: 'evaluates the readings of the topic and stores them in MySQL, with alerts and exceedances.',
  sections: CONSUMER_SECTIONS,
  run: async (context) => {
    const { settings, logger, signal, onStop } = context;
    const { consumer, group } = settings;
    const [topic, groupId] = [consumer.topic, group.groupId];
    const metrics = new ConsumerMetrics(consumer.topic);
    const { health, database } = await connectWithHealth(context, metrics);
    const log = new ConsumerLog(logger);
    onStop(() => log.close());
    const { sink, silence } = await openSink(database, consumer, { signal, log, metrics });

    const connection = new KafkaConnection(settings.kafka, logger, metrics.services);
    const deadLetters = await DeadLetterProducer.connect(connection, consumer.deadLetterTopic, { signal });
    onStop(() => deadLetters.close());

    const tracer = await startTracing(settings.tracing, { logger, onStop });
    const processor = new BatchProcessor({
      group: groupId,
      legacyTimeZone: consumer.legacyTimeZone,
      sink: timedSink(sink, (seconds) => metrics.transactionSeconds.observe(seconds)),
      deadLetters,
      log,
      metrics,
      traces: new BatchTraces(tracer, groupId),
      withStoreRetry: (work) => database.withRetry(work, { signal }),
      earliestOffset: async (name, id) => (await fetchEarliestOffsets(connection, name, signal)).get(id) ?? 0,
      deadLetterLimit: createDeadLetterLimit(consumer),
      now: Date.now,
      signal,
    });
    const liveness = new LivenessMonitor({
      servers: [database.availability, connection.availability, deadLetters.availability],
    });
    const lag = new LagWatch({
      endOffsets: () => fetchEndOffsets(connection, topic, signal),
      partitions: () => batches.partitions,
    });
    metrics.followLag(() => lag.lags());
    const batches = batchConsumer({ connection, group, topic, processor, liveness, lag });
    health.set('livez', liveness.check);
    health.set(
      'readyz',
      readyWhileUp(database.availability, connection.availability, groupMembership(batches)),
    );
    logger.info('consuming', {
      topic,
      groupId,
      exceedancesAboveCelsius: consumer.alertThresholdCelsius,
      writesWith: sink.method,
    });
    await Promise.all([
      batches.run(signal),
      lag.run(signal),
      watchSilence(silence, {
        withRetry: (work) => database.withRetry(work, { signal }),
        clock: openTopicClock({ connection, database, groupId, topic, signal }),
        onPolled: (stale) => metrics.staleStations.set(stale),
        signal,
      }),
    ]);
  },
});
