import type { Reading } from '@weather/weather-schema';
import type { PartitionKey, CommittedOffset } from '../offsets/partition-offset.ts';
import type { RejectedReading } from './bisect-rejected.ts';

/** The part of a partition to be stored in one transaction. */
export interface StoreRequest {
  readonly key: PartitionKey;
  /** Where the batch begins; if the table has another offset, nothing is stored. */
  readonly committedOffset: CommittedOffset;
  /** The committed offset afterwards. */
  readonly nextOffset: number;
  readonly readings: readonly Reading[];
  /** Records of the batch that went to the dead letter topic. */
  readonly deadLettered: number;
  /** Records that Kafka deleted before they were read. */
  readonly expired: number;
}

export type StoreResult =
  /** Committed. */
  | {
      readonly kind: 'stored';
      readonly stored: number;
      /** The number of readings that change nothing. */
      readonly duplicates: number;
      /** Readings that change the stored one of their station and timestamp, each as it is afterwards. */
      readonly corrections: readonly Reading[];
      /** The exceedances that are new or have another temperature than before. */
      readonly exceedances: readonly Reading[];
    }
  /** Another owner, or an earlier attempt whose answer was lost, has moved the committed offset; nothing was written. */
  | { readonly kind: 'fenced'; readonly committedOffset: CommittedOffset }
  /** The database rejects these readings; nothing was written. */
  | { readonly kind: 'rejected'; readonly rejected: readonly RejectedReading[] };
