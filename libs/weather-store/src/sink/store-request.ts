import type { Reading } from '@weather/weather-schema';
import type { PartitionKey, CommittedOffset } from '../offsets/partition-offset.ts';
import type { RejectedReading } from './bisect-rejected-rows.ts';

/** What is to be stored of a partition in one transaction. */
export interface StoreRequest {
  readonly key: PartitionKey;
  /** The position that the batch was cut by; if the table has another one, nothing is stored. */
  readonly committedOffset: CommittedOffset;
  /** The position afterwards. */
  readonly nextOffset: number;
  readonly readings: readonly Reading[];
  /** Records of the batch that went to the dead letter topic. */
  readonly deadLettered: number;
  /** Records that Kafka no longer had. */
  readonly expired: number;
}

export type StoreResult =
  /** Committed. */
  | {
      readonly kind: 'stored';
      readonly stored: number;
      /** Readings that say what was there already. */
      readonly duplicates: number;
      /** Readings that changed what others said of their station and timestamp, each as it is afterwards. */
      readonly corrections: readonly Reading[];
      /** Those that the batch has left as alerts, and that were none with this temperature before. */
      readonly exceedances: readonly Reading[];
    }
  /** Another owner, or an earlier attempt whose answer was lost, has moved the position; nothing was written. */
  | { readonly kind: 'fenced'; readonly committedOffset: CommittedOffset }
  /** The database does not take these readings; nothing was written. */
  | { readonly kind: 'rejected'; readonly rejected: readonly RejectedReading[] };
