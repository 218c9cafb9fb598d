import { BatchingProducerConfig, KafkaConfig, TopicFromEnv } from '@weather/kafka-client';
import {
  formatAlternatives,
  FromEnv,
  HealthConfig,
  TracingConfig,
  withDefaults,
} from '@weather/service-runtime';
import {
  IsTimeZone,
  LEGACY_TIME_ZONE_SETTING,
  WEATHER_TOPIC,
  type WireFormat,
} from '@weather/weather-schema';
import { IsIn } from 'class-validator';
import { ReplayConfig } from './sources/replay/replay-config.ts';
import { SimulatorConfig } from './sources/simulator/simulator-config.ts';

const HEALTH_PORT = 8081;
const SOURCES = ['simulator', 'replay'] as const;
const BUFFER_FULL = ['block', 'drop-oldest'] as const;
const WIRE_FORMATS: readonly WireFormat[] = ['json', 'legacy'];

export class ProducerConfig {
  @FromEnv({
    env: 'SOURCE',
    description: 'source of the readings: the simulator, or a replay of a CSV file',
    allowed: formatAlternatives(SOURCES),
  })
  @IsIn(SOURCES)
  source: (typeof SOURCES)[number] = 'simulator';

  @TopicFromEnv('TOPIC', 'topic of the readings')
  topic = WEATHER_TOPIC;

  @FromEnv({
    env: 'WIRE_FORMAT',
    description: 'format of the records; legacy: the format of the older project',
    allowed: formatAlternatives(WIRE_FORMATS),
  })
  @IsIn(WIRE_FORMATS)
  wireFormat: WireFormat = 'json';

  @FromEnv(LEGACY_TIME_ZONE_SETTING)
  @IsTimeZone()
  legacyTimeZone = 'UTC';

  @FromEnv({
    env: 'BUFFER_FULL',
    description:
      'while Kafka is unreachable and the buffer is full: block the source, or drop the oldest reading',
    allowed: `${BUFFER_FULL.join(', ')}; a replay and SIMULATION_SPEED=max are always held back`,
  })
  @IsIn(BUFFER_FULL)
  bufferFull: (typeof BUFFER_FULL)[number] = 'block';
}

/** All settings of the producer. */
export const PRODUCER_SECTIONS = {
  producer: ProducerConfig,
  simulator: SimulatorConfig,
  replay: ReplayConfig,
  kafka: KafkaConfig,
  batching: BatchingProducerConfig,
  health: withDefaults(HealthConfig, { port: HEALTH_PORT }),
  tracing: withDefaults(TracingConfig, { serviceName: 'weather-producer' }),
};
