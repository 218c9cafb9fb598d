import { fetchOffsetBounds, type KafkaConnection } from '@weather/kafka-client';
import type { WeatherDatabase } from '@weather/weather-store';
import { groupProgress } from '@weather/weather-store/sink';
import { TopicClock } from './topic-clock.ts';

export interface TopicOfGroup {
  readonly connection: KafkaConnection;
  readonly database: WeatherDatabase;
  readonly groupId: string;
  readonly topic: string;
  readonly signal: AbortSignal;
}

/** The clock of a topic as a group reads it; outages are waited out. */
export function openTopicClock({ connection, database, groupId, topic, signal }: TopicOfGroup): TopicClock {
  return new TopicClock({
    bounds: () => fetchOffsetBounds(connection, topic, signal),
    progress: () => database.withRetry(() => groupProgress(database, groupId, topic), { signal }),
    now: Date.now,
  });
}
