import { FromEnv, IntegerFromEnv } from '@weather/service-runtime';
import { IsIn } from 'class-validator';
import { COMPRESSIONS, type Compression } from '../protocol/compression.ts';

const MAX_BATCH_RECORDS = 10_000;
const MAX_BATCH_BYTES = 900_000;
const MAX_LINGER_MS = 60_000;
const MAX_BUFFER_RECORDS = 1_000_000;
const MAX_BUFFER_BYTES = 1_073_741_824;

export class BatchingProducerConfig {
  @IntegerFromEnv({
    env: 'KAFKA_BATCH_RECORDS',
    description: 'records that fill a batch',
    min: 1,
    max: MAX_BATCH_RECORDS,
  })
  batchRecords = 2_500;

  @IntegerFromEnv({
    env: 'KAFKA_BATCH_BYTES',
    description: 'bytes that fill a batch; below the message.max.bytes of the brokers',
    min: 1,
    max: MAX_BATCH_BYTES,
  })
  batchBytes = 500_000;

  @FromEnv({
    env: 'KAFKA_COMPRESSION',
    description: 'how batches are compressed; zstd where the network is slow',
    allowed: COMPRESSIONS.join(', '),
  })
  @IsIn(COMPRESSIONS)
  compression: Compression = 'none';

  @IntegerFromEnv({
    env: 'KAFKA_LINGER_MS',
    description: 'milliseconds that a batch waits for more records while nothing else is under way',
    min: 0,
    max: MAX_LINGER_MS,
  })
  lingerMs = 5;

  @IntegerFromEnv({
    env: 'KAFKA_BUFFER_RECORDS',
    description: 'records that may wait for Kafka, those under way included',
    min: 1,
    max: MAX_BUFFER_RECORDS,
  })
  bufferRecords = 10_000;

  @IntegerFromEnv({
    env: 'KAFKA_BUFFER_BYTES',
    description: 'bytes that these records may have together',
    min: 1,
    max: MAX_BUFFER_BYTES,
  })
  bufferBytes = 16_777_216;
}
