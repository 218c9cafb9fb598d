import fc from 'fast-check';
import type { OutgoingRecord } from '@weather/kafka-client';
import { CODECS } from './codecs.ts';
import { fuzzedRecords } from './fuzzed-records.ts';
import { rawBatch, seal } from './raw-batch.ts';

/** A record batch as bytes. */
export interface FuzzedBatch {
  readonly bytes: Buffer;
  /** Its records; unknown if it is damaged or may be too large to decompress. */
  readonly records?: readonly OutgoingRecord[];
  /** The records of a batch before it was damaged. */
  readonly original?: readonly OutgoingRecord[];
}

const FIXED_BYTES = 61;
const MAX_RECORDS = 20;
const LATEST = 2n ** 62n;
/** Below and above the limit of decompressed bytes per batch. */
const BOMBS = [4_000_000, 17_000_000, 40_000_000];
const MANY_RECORDS = 20_000;

const timestamps = fc.oneof(
  { weight: 4, arbitrary: fc.date({ noInvalidDate: true }).map((date) => BigInt(date.getTime())) },
  { weight: 1, arbitrary: fc.bigInt({ min: 0n, max: LATEST }) },
);

const whole: fc.Arbitrary<Required<Pick<FuzzedBatch, 'bytes' | 'records'>>> = fc
  .record({
    codec: fc.constantFrom(...CODECS),
    records: fc.array(fuzzedRecords, { minLength: 1, maxLength: MAX_RECORDS }),
    timestamp: timestamps,
  })
  .map((batch) => ({ bytes: rawBatch(batch), records: batch.records }));

/** Some bytes are changed, and the checksum is valid. */
const damaged = fc
  .tuple(
    whole,
    fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 }),
  )
  .map(([batch, changes]) => {
    const bytes = Buffer.from(batch.bytes);
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
    return { bytes: seal(bytes), original: batch.records };
  });

const cut = fc.tuple(whole, fc.nat(), fc.boolean()).map(([batch, at, isSealed]) => {
  const length = FIXED_BYTES + (at % (batch.bytes.length - FIXED_BYTES + 1));
  const bytes = Buffer.from(batch.bytes.subarray(0, length));
  return { bytes: isSealed ? seal(bytes) : bytes };
});

const overlong = fc
  .tuple(whole, fc.uint8Array({ minLength: 1, maxLength: 50 }))
  .map(([batch, more]) => ({ bytes: seal(Buffer.concat([batch.bytes, more])), original: batch.records }));

const bombs = fc
  .tuple(fc.constantFrom('gzip' as const, 'zstd' as const), fc.constantFrom(...BOMBS))
  .map(([codec, size]) => ({
    bytes: rawBatch({ codec, records: [{ key: null, value: Buffer.alloc(size, ' ') }], timestamp: 0n }),
  }));

const many = fc.constantFrom(...CODECS).map((codec) => {
  const records = Array.from({ length: MANY_RECORDS }, () => ({ key: null, value: Buffer.of(0) }));
  return { bytes: rawBatch({ codec, records, timestamp: 1n }), records };
});

/** A valid, damaged, truncated or huge record batch; the broker rejects most of the broken ones. */
export const fuzzedBatches: fc.Arbitrary<FuzzedBatch> = fc.oneof(
  { weight: 12, arbitrary: whole },
  { weight: 8, arbitrary: damaged },
  { weight: 3, arbitrary: cut },
  { weight: 3, arbitrary: overlong },
  { weight: 1, arbitrary: bombs },
  { weight: 1, arbitrary: many },
);
