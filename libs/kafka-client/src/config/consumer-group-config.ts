import { chooseByHeap, FromEnv, IntegerFromEnv } from '@weather/service-runtime';
import { Matches } from 'class-validator';

/** The values of the column `consumer_offset.consumer_group`, VARCHAR(190) of ASCII, which ignores trailing spaces. */
const GROUP_ID = /^[\x21-\x7e]{1,190}$/;
const GROUP_ID_RULE = '1 to 190 printable ASCII characters without spaces';

/** Declares a property of a configuration class as `KAFKA_GROUP_ID`. */
export function GroupIdFromEnv(description: string): PropertyDecorator {
  return FromEnv({ env: 'KAFKA_GROUP_ID', description, allowed: GROUP_ID_RULE }, Matches(GROUP_ID));
}

const MIN_SESSION_MS = 6_000;
const MAX_SESSION_MS = 300_000;
const MAX_WAIT_MS = 5_000;
const MIN_FETCH_BYTES = 65_536;
const MAX_FETCH_BYTES = 67_108_864;
const FETCH_BYTES = 1_048_576;
const SMALL_HEAP_FETCH_BYTES = 262_144;
const MAX_CONCURRENT_PARTITIONS = 64;

export class ConsumerGroupConfig {
  @GroupIdFromEnv('consumer group')
  groupId = 'weather_consumer';

  @IntegerFromEnv({
    env: 'KAFKA_SESSION_TIMEOUT_MS',
    description: 'milliseconds without a heartbeat after which another consumer takes over the partitions',
    min: MIN_SESSION_MS,
    max: MAX_SESSION_MS,
  })
  sessionTimeoutMs = 10_000;

  @IntegerFromEnv({
    env: 'KAFKA_FETCH_WAIT_MS',
    description: 'milliseconds that the broker waits for records before it answers a fetch',
    min: 1,
    max: MAX_WAIT_MS,
  })
  fetchWaitMs = 250;

  @IntegerFromEnv({
    env: 'KAFKA_PARTITION_FETCH_BYTES',
    description:
      'bytes fetched from a partition at once, the upper bound of a partition batch; 262144 under a small memory limit',
    min: MIN_FETCH_BYTES,
    max: MAX_FETCH_BYTES,
  })
  partitionFetchBytes = chooseByHeap(SMALL_HEAP_FETCH_BYTES, FETCH_BYTES);

  @IntegerFromEnv({
    env: 'KAFKA_CONCURRENT_PARTITIONS',
    description: 'partitions processed in parallel',
    min: 1,
    max: MAX_CONCURRENT_PARTITIONS,
  })
  concurrentPartitions = 4;
}
