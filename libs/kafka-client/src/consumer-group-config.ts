import { FromEnv } from '@weather/service-runtime';
import { IsInt, IsString, Max, Min, MinLength } from 'class-validator';

const MIN_SESSION_MS = 6_000;
const MAX_SESSION_MS = 300_000;
const MAX_WAIT_MS = 5_000;
const MIN_FETCH_BYTES = 65_536;
const MAX_FETCH_BYTES = 67_108_864;
const MAX_CONCURRENT_PARTITIONS = 64;

export class ConsumerGroupConfig {
  @FromEnv({ env: 'KAFKA_GROUP_ID', description: 'the consumer group', allowed: 'any text' })
  @IsString()
  @MinLength(1)
  groupId = 'weather_consumer';

  @FromEnv({
    env: 'KAFKA_SESSION_TIMEOUT_MS',
    type: 'integer',
    description: 'milliseconds without a heartbeat after which the partitions go to another consumer',
    allowed: `an integer from ${MIN_SESSION_MS} to ${MAX_SESSION_MS}`,
  })
  @IsInt()
  @Min(MIN_SESSION_MS)
  @Max(MAX_SESSION_MS)
  sessionTimeoutMs = 10_000;

  @FromEnv({
    env: 'KAFKA_FETCH_WAIT_MS',
    type: 'integer',
    description: 'milliseconds that a fetch waits on the broker when there is nothing to read',
    allowed: `an integer from 1 to ${MAX_WAIT_MS}`,
  })
  @IsInt()
  @Min(1)
  @Max(MAX_WAIT_MS)
  fetchWaitMs = 250;

  @FromEnv({
    env: 'KAFKA_PARTITION_FETCH_BYTES',
    type: 'integer',
    description: 'bytes of one partition that are read at once: the upper bound of a partition batch',
    allowed: `an integer from ${MIN_FETCH_BYTES} to ${MAX_FETCH_BYTES}`,
  })
  @IsInt()
  @Min(MIN_FETCH_BYTES)
  @Max(MAX_FETCH_BYTES)
  partitionFetchBytes = 1_048_576;

  @FromEnv({
    env: 'KAFKA_CONCURRENT_PARTITIONS',
    type: 'integer',
    description: 'partitions whose batches are worked on at the same time',
    allowed: `an integer from 1 to ${MAX_CONCURRENT_PARTITIONS}`,
  })
  @IsInt()
  @Min(1)
  @Max(MAX_CONCURRENT_PARTITIONS)
  concurrentPartitions = 4;
}
