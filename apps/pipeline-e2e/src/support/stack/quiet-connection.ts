import { KafkaConfig, KafkaConnection } from '@weather/kafka-client';
import { silentLogger } from '@weather/service-runtime';

/** Clients of Kafka that say nothing, with the defaults of the apps. */
export function quietConnection(brokers: readonly string[]): KafkaConnection {
  return new KafkaConnection(Object.assign(new KafkaConfig(), { brokers: [...brokers] }), silentLogger());
}
