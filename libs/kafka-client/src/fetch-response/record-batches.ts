import { reasonOf } from '@weather/service-runtime';
import kafkajs from 'kafkajs';
import { codecOf, MAX_DECOMPRESSED_BYTES } from '../compression.ts';
import { COMPRESSION, CRC_BYTES, MAGIC, TRANSACTIONAL } from '../record-batch-format.ts';
import { ByteReader } from './byte-reader.ts';
import { CREATE_TIME, FetchedMessage, LOG_APPEND_TIME, type BatchContext } from './fetched-message.ts';

const WITH_LOG_APPEND_TIME = 0x08;
const CONTROL = 0x20;
const LENGTH_END = 12;
const MAGIC_AT = 16;

/** The records of a fetch are in memory together: a megabyte of compressed ones may be twenty. */
const ENOUGH_DECOMPRESSED_BYTES = 4_194_304;

/**
 * The messages of a partition as a fetch brings them: record batches of Kafka's message format 2, the last of which may be
 * cut off and is left out then. In one pass and without a number of 64 bits or a buffer for each field: a fifth of the time
 * that kafkajs takes.
 *
 * Once four megabytes have been decompressed, the batches after them are left out as well: the next fetch brings them.
 * @returns undefined for what is left to kafkajs: older formats, and compression for which there is no codec.
 * @throws what names the batch whose records cannot be decompressed.
 * @see https://kafka.apache.org/documentation/#recordbatch
 */
export function readRecordBatches(reader: ByteReader, end: number): FetchedMessage[] | undefined {
  const messages: FetchedMessage[] = [];
  let decompressedBytes = 0;
  while (end - reader.position > MAGIC_AT) {
    const start = reader.position;
    if (reader.bytes[start + MAGIC_AT] !== MAGIC) return undefined;
    const firstOffset = reader.int64();
    const next = start + LENGTH_END + reader.int32();
    if (next > end || (messages.length > 0 && decompressedBytes >= ENOUGH_DECOMPRESSED_BYTES)) break;
    const records = readRecordBatch(reader, firstOffset, next, messages);
    if (records === undefined) return undefined;
    if (records !== reader) decompressedBytes += records.bytes.length;
    reader.position = next;
  }
  reader.position = end;
  return messages;
}

/** @returns what the records were read from; undefined if there is no codec for them. */
function readRecordBatch(
  reader: ByteReader,
  firstOffset: number,
  end: number,
  messages: FetchedMessage[],
): ByteReader | undefined {
  const partitionLeaderEpoch = reader.int32();
  const magicByte = reader.int8();
  reader.skip(CRC_BYTES);
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
  };
  const count = reader.int32();
  const records = recordsOf(reader, end, attributes & COMPRESSION, firstOffset);
  if (records === undefined) return undefined;
  for (let rest = count; rest > 0; rest--) messages.push(readRecord(records, context, firstOffset));
  return records;
}

/** A reader of the records between the header of a batch and its end. */
function recordsOf(
  reader: ByteReader,
  end: number,
  compression: number,
  firstOffset: number,
): ByteReader | undefined {
  if (compression === 0 || reader.position === end) return reader;
  try {
    const decompressed = codecOf(compression)?.decompress(reader.bytes.subarray(reader.position, end));
    return decompressed && new ByteReader(decompressed);
  } catch (error) {
    // Any other error kafkajs would take for an outage, and fetch the batch for ever.
    throw new kafkajs.KafkaJSNonRetriableError(
      `the record batch at offset ${firstOffset} cannot be decompressed: ${reasonOf(error)}; ` +
        `at most ${MAX_DECOMPRESSED_BYTES} bytes are taken`,
    );
  }
}

function readRecord(reader: ByteReader, context: BatchContext, firstOffset: number): FetchedMessage {
  const length = reader.varint();
  const end = reader.position + length;
  reader.skip(1);
  const timestampDelta = reader.varint();
  const offset = firstOffset + reader.varint();
  const message = new FetchedMessage(context, offset, timestampDelta, reader.bytes, reader.position);
  reader.position = end;
  return message;
}
