import type { KafkaConnection, PartitionBatchConsumer } from '@weather/kafka-client';
import type { HealthCheck } from '@weather/service-runtime';
import type { WeatherDatabase } from '@weather/weather-store';

interface Dependencies {
  readonly database: Pick<WeatherDatabase, 'availability'>;
  readonly connection: Pick<KafkaConnection, 'availability'>;
  readonly batches: Pick<PartitionBatchConsumer, 'isMember'>;
}

/** Ready while both servers answer and the consumer is a member of its group. */
export function readiness({ database, connection, batches }: Dependencies): HealthCheck {
  return () => {
    const waitingFor = [database, connection].flatMap(({ availability: { isUp, service } }) =>
      isUp ? [] : [service],
    );
    if (!batches.isMember) waitingFor.push('the consumer group');
    const ok = waitingFor.length === 0;
    return { ok, detail: ok ? 'ok' : `waiting for ${waitingFor.join(', ')}` };
  };
}
