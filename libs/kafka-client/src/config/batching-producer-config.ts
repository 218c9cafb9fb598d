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
    description: 'maximum records per batch',
    min: 1,
    max: MAX_BATCH_RECORDS,
  })
  batchRecords = 2_500;

  @IntegerFromEnv({
    env: 'KAFKA_BATCH_BYTES',
    description: 'maximum bytes per batch; below message.max.bytes of the brokers',
    min: 1,
    max: MAX_BATCH_BYTES,
  })
  batchBytes = 500_000;

  @FromEnv({
    env: 'KAFKA_COMPRESSION',
    description: 'compression of batches; zstd for slow networks',
    allowed: COMPRESSIONS.join(', '),
  })
  @IsIn(COMPRESSIONS)
  compression: Compression = 'none';

  @IntegerFromEnv({
    env: 'KAFKA_LINGER_MS',
    description: 'milliseconds that a batch waits for more records while no other batch is in flight',
    min: 0,
    max: MAX_LINGER_MS,
  })
  lingerMs = 5;

  @IntegerFromEnv({
    env: 'KAFKA_BUFFER_RECORDS',
    description: 'maximum records in the buffer, including those in flight',
    min: 1,
    max: MAX_BUFFER_RECORDS,
  })
  bufferRecords = 10_000;

  @IntegerFromEnv({
    env: 'KAFKA_BUFFER_BYTES',
    description: 'maximum bytes in the buffer',
    min: 1,
    max: MAX_BUFFER_BYTES,
  })
  bufferBytes = 16_777_216;
}
