import type { IncomingRecord } from '@weather/kafka-client';
import {
  decodeRecord,
  type DecodeOptions,
  type MisnamedField,
  type Reading,
  type REJECTION_REASONS,
} from '@weather/weather-schema';

/** A record that is no reading, and why. */
export interface RejectedRecord {
  readonly record: IncomingRecord;
  readonly stage: keyof typeof REJECTION_REASONS;
  /** One of `REJECTION_REASONS` of the stage. */
  readonly kind: string;
  readonly reason: string;
}

/** A reading and the record that it came in. */
export interface DecodedRecord {
  readonly record: IncomingRecord;
  readonly reading: Reading;
}

/** Fields of a reading that were ignored and whose names are nearly known. */
export interface MisnamedRecord {
  readonly record: IncomingRecord;
  readonly reading: Reading;
  readonly fields: readonly MisnamedField[];
}

export interface DecodedBatch {
  readonly decoded: readonly DecodedRecord[];
  readonly rejected: readonly RejectedRecord[];
  readonly misnamed: readonly MisnamedRecord[];
}

/** Sorts the records of a batch into readings and rejects, each in the order of the partition. */
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
      const { stage, code, message } = result;
      rejected.push({ record, stage, kind: code, reason: message });
    }
  }
  return { decoded, rejected, misnamed };
}

/** What a batch holds at an offset and behind it. */
export function recordsFrom(from: number, batch: DecodedBatch): DecodedBatch {
  const { decoded, rejected } = batch;
  // Nearly every batch begins where the one before has ended: there is nothing to look through.
  if (isBehind(from, decoded[0]) && isBehind(from, rejected[0])) return batch;
  return recordsWhere(batch, (offset) => offset >= from);
}

/** What a batch holds below an offset. */
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

function isBehind(from: number, first: { readonly record: IncomingRecord } | undefined): boolean {
  return first === undefined || first.record.offset >= from;
}
