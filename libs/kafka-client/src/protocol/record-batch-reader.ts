import { chooseByHeap, formatError } from '@weather/service-runtime';
import { decompress, MAX_DECOMPRESSED_BYTES } from './compression.ts';
import { crc32c } from './crc32c.ts';
import { COMPRESSION, MAGIC, TRANSACTIONAL } from './record-batch-writer.ts';
import { ByteReader } from './byte-reader.ts';
import {
  CREATE_TIME,
  FetchedMessage,
  LOG_APPEND_TIME,
  UnreadableBatch,
  type BatchContext,
} from './fetched-message.ts';

const WITH_LOG_APPEND_TIME = 0x08;
const CONTROL = 0x20;
const LENGTH_END = 12;
const MAGIC_AT = 16;
const HEADER_BYTES = 61;
/** What the checksum is of begins so many bytes after the start of a batch. */
const CHECKED_FROM = 21;

/** The records of a fetch are in memory together: a megabyte of compressed ones may be twenty. */
const ENOUGH_DECOMPRESSED_BYTES = chooseByHeap(1_048_576, 4_194_304);

/** The shortest record: its attributes, time, offset, no key, no value and no headers. */
const MIN_RECORD_BYTES = 6;
/**
 * The most records of a batch. 16 MiB hold as many of 64 bytes; of the shortest ones they would hold millions, from a few
 * kilobytes, each an object here and a dead letter later.
 */
const MAX_RECORDS = 262_144;

/** The header of a batch, and its records as they are stored. */
interface StoredBatch {
  readonly context: BatchContext;
  readonly firstOffset: number;
  readonly compression: number;
  readonly crc: number;
  readonly count: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The messages of a partition as a fetch brings them: record batches of Kafka's message format 2, the last of which may be
 * cut off and is left out then. In one pass and without a number of 64 bits or a buffer for each field: a fifth of the time
 * that kafkajs takes. In place of a batch that cannot be read there is an `UnreadableBatch`.
 *
 * Once enough bytes have been decompressed, the batches after them are left out as well: the next fetch brings them.
 * @returns undefined for the older message formats, which are left to kafkajs.
 * @see https://kafka.apache.org/documentation/#recordbatch
 */
export function readRecordBatches(reader: ByteReader, end: number): FetchedMessage[] | undefined {
  const messages: FetchedMessage[] = [];
  let decompressedBytes = 0;
  while (end - reader.position >= HEADER_BYTES) {
    const start = reader.position;
    if ((reader.bytes[start + MAGIC_AT] ?? 0) < MAGIC) return undefined;
    const firstOffset = reader.int64();
    const next = start + LENGTH_END + reader.int32();
    if (next > end || next < start + HEADER_BYTES) break;
    if (messages.length > 0 && decompressedBytes >= ENOUGH_DECOMPRESSED_BYTES) break;
    decompressedBytes += readRecordBatch(
      readHeader(reader, { firstOffset, start, end: next }),
      reader,
      messages,
    );
    reader.position = next;
  }
  reader.position = end;
  return messages;
}

function readHeader(
  reader: ByteReader,
  { firstOffset, start, end }: Pick<StoredBatch, 'firstOffset' | 'start' | 'end'>,
): StoredBatch {
  const partitionLeaderEpoch = reader.int32();
  const magicByte = reader.int8();
  const crc = reader.int32();
  const attributes = reader.int16();
  const lastOffsetDelta = reader.int32();
  const firstTimestampMs = reader.int64();
  const maxTimestampMs = reader.int64();
  const context: BatchContext = {
    firstOffset: String(firstOffset),
    firstTimestamp: String(firstTimestampMs),
    firstTimestampMs,
    partitionLeaderEpoch,
    inTransaction: (attributes & TRANSACTIONAL) !== 0,
    isControlBatch: (attributes & CONTROL) !== 0,
    lastOffsetDelta,
    maxTimestamp: String(maxTimestampMs),
    maxTimestampMs,
    producerId: String(reader.int64()),
    producerEpoch: reader.int16(),
    firstSequence: reader.int32(),
    timestampType: (attributes & WITH_LOG_APPEND_TIME) === 0 ? CREATE_TIME : LOG_APPEND_TIME,
    magicByte,
    isAborted: false,
  };
  const count = reader.int32();
  return { context, firstOffset, compression: attributes & COMPRESSION, crc, count, start, end };
}

/**
 * Adds the messages of a batch, or what stands for them if any of them cannot be read.
 * @returns how many bytes were decompressed, or might have been.
 */
function readRecordBatch(batch: StoredBatch, reader: ByteReader, messages: FetchedMessage[]): number {
  const messagesBefore = messages.length;
  try {
    const records = openRecords(batch, reader);
    const decompressedBytes = records === reader ? 0 : records.bytes.length;
    readRecords(batch, records, decompressedBytes === 0 ? batch.end : decompressedBytes, messages);
    return decompressedBytes;
  } catch (error) {
    const bytes = reader.bytes.subarray(batch.start, batch.end);
    messages.length = messagesBefore;
    messages.push(new UnreadableBatch(batch.context, bytes, formatError(error)));
    return batch.compression === 0 ? 0 : MAX_DECOMPRESSED_BYTES;
  }
}

/**
 * A reader of the records. The checksum is compared where they are compressed, which costs a tenth of what it would cost
 * otherwise: a damaged record that is not compressed shows in its own bytes as a rule.
 */
function openRecords({ context, compression, crc, start, end }: StoredBatch, reader: ByteReader): ByteReader {
  if (context.magicByte !== MAGIC) throw new Error(`it is in message format ${context.magicByte}`);
  if (compression === 0 || reader.position === end) return reader;
  if (crc32c(reader.bytes.subarray(start + CHECKED_FROM, end)) !== crc >>> 0)
    throw new Error('its checksum is wrong');
  return new ByteReader(decompress(compression, reader.bytes.subarray(reader.position, end)));
}

function readRecords(
  { count, context, firstOffset }: StoredBatch,
  records: ByteReader,
  end: number,
  messages: FetchedMessage[],
): void {
  if (count > MAX_RECORDS) throw new Error(`it has ${count} records, at most ${MAX_RECORDS} are taken`);
  const lastOffset = firstOffset + context.lastOffsetDelta;
  let before = firstOffset - 1;
  for (let rest = count; rest > 0; rest--) {
    const message = readRecord(records, end, context, firstOffset);
    // An offset beyond those of the batch would take the position of the partition with it.
    if (!(message.offset > before && message.offset <= lastOffset)) throw new Error('its offsets are wrong');
    before = message.offset;
    messages.push(message);
  }
}

function readRecord(
  reader: ByteReader,
  batchEnd: number,
  context: BatchContext,
  firstOffset: number,
): FetchedMessage {
  const length = reader.varint();
  const end = reader.position + length;
  // So that it holds for what is not a number either.
  if (!(length >= MIN_RECORD_BYTES && end <= batchEnd)) throw new Error('a record ends where it should not');
  reader.skip(1);
  const timestampDelta = reader.varint();
  const offset = firstOffset + reader.varint();
  const message = new FetchedMessage(context, offset, timestampDelta, reader.bytes, reader.position);
  reader.position = end;
  return message;
}
