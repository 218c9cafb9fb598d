import { FromEnv } from '@weather/service-runtime';
import { IsInt, Max, Min } from 'class-validator';

const MAX_BATCH_RECORDS = 10_000;
const MAX_BATCH_BYTES = 900_000;
const MAX_LINGER_MS = 60_000;
const MAX_BUFFER_RECORDS = 1_000_000;

export class BatchingProducerConfig {
  @FromEnv({
    env: 'KAFKA_BATCH_RECORDS',
    type: 'integer',
    description: 'records that fill a batch',
    allowed: `an integer from 1 to ${MAX_BATCH_RECORDS}`,
  })
  @IsInt()
  @Min(1)
  @Max(MAX_BATCH_RECORDS)
  batchRecords = 1_000;

  @FromEnv({
    env: 'KAFKA_BATCH_BYTES',
    type: 'integer',
    description: 'bytes that fill a batch; below the message.max.bytes of the brokers',
    allowed: `an integer from 1 to ${MAX_BATCH_BYTES}`,
  })
  @IsInt()
  @Min(1)
  @Max(MAX_BATCH_BYTES)
  batchBytes = 500_000;

  @FromEnv({
    env: 'KAFKA_LINGER_MS',
    type: 'integer',
    description: 'milliseconds that a batch waits for more records while nothing else is under way',
    allowed: `an integer from 0 to ${MAX_LINGER_MS}`,
  })
  @IsInt()
  @Min(0)
  @Max(MAX_LINGER_MS)
  lingerMs = 5;

  @FromEnv({
    env: 'KAFKA_BUFFER_RECORDS',
    type: 'integer',
    description: 'records that may wait for Kafka before the source is held back',
    allowed: `an integer from 1 to ${MAX_BUFFER_RECORDS}`,
  })
  @IsInt()
  @Min(1)
  @Max(MAX_BUFFER_RECORDS)
  bufferRecords = 10_000;
}
