import type { IncomingRecord } from '@weather/kafka-client';
import {
  decodeRecord,
  type DecodeOptions,
  type MisnamedField,
  type Reading,
  type REJECTION_REASONS,
} from '@weather/weather-schema';

/** An invalid record and why it was rejected. */
export interface RejectedRecord {
  readonly record: IncomingRecord;
  readonly stage: keyof typeof REJECTION_REASONS;
  /** One of `REJECTION_REASONS` of the stage. */
  readonly reason: string;
  readonly message: string;
}

/** A reading and the record that it came in. */
export interface DecodedRecord {
  readonly record: IncomingRecord;
  readonly reading: Reading;
}

/** A reading with ignored fields whose names differ little from those of missing ones. */
export interface MisnamedRecord extends DecodedRecord {
  readonly fields: readonly MisnamedField[];
}

export interface DecodedBatch {
  readonly decoded: readonly DecodedRecord[];
  readonly rejected: readonly RejectedRecord[];
  readonly misnamed: readonly MisnamedRecord[];
}

/** Decodes and validates the records of a batch; each list is in the order of the partition. */
export function decodeBatch(records: readonly IncomingRecord[], options: DecodeOptions): DecodedBatch {
  const decoded: DecodedRecord[] = [];
  const rejected: RejectedRecord[] = [];
  const misnamed: MisnamedRecord[] = [];
  for (const record of records) {
    const result = decodeRecord(record, options);
    if (result.ok) {
      const { reading, misnamed: fields } = result;
      decoded.push({ record, reading });
      if (fields !== undefined) misnamed.push({ record, reading, fields });
    } else {
      const { stage, reason, message } = result;
      rejected.push({ record, stage, reason, message });
    }
  }
  return { decoded, rejected, misnamed };
}

/** The records of a batch from an offset on. */
export function recordsFrom(from: number, batch: DecodedBatch): DecodedBatch {
  const { decoded, rejected } = batch;
  // Nearly every batch begins where the one before has ended.
  if (beginsFrom(from, decoded[0]) && beginsFrom(from, rejected[0])) return batch;
  return recordsWhere(batch, (offset) => offset >= from);
}

/** The records of a batch below an offset. */
export function recordsBelow(to: number, batch: DecodedBatch): DecodedBatch {
  return recordsWhere(batch, (offset) => offset < to);
}

function recordsWhere(
  { decoded, rejected, misnamed }: DecodedBatch,
  isWantedAt: (offset: number) => boolean,
): DecodedBatch {
  const isWanted = ({ record }: { readonly record: IncomingRecord }): boolean => isWantedAt(record.offset);
  return {
    decoded: decoded.filter(isWanted),
    rejected: rejected.filter(isWanted),
    misnamed: misnamed.filter(isWanted),
  };
}

function beginsFrom(from: number, first: { readonly record: IncomingRecord } | undefined): boolean {
  return first === undefined || first.record.offset >= from;
}
