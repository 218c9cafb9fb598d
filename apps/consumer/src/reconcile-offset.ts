import type { PartitionBatch } from '@weather/kafka-client';
import type { CommittedOffset } from '@weather/weather-store/sink';

/** What to do with a batch, by the committed offset of its partition. */
export type Reconciliation =
  /** Process the records from this offset on. */
  | { readonly kind: 'process'; readonly from: number }
  /** The batch is not the next one: fetch from the committed offset. */
  | { readonly kind: 'seek'; readonly to: number }
  /** The records between the committed offset and this one no longer exist. */
  | { readonly kind: 'gap'; readonly from: number }
  /** The topic ends before the committed offset: it was truncated or recreated. Process the records from this offset on. */
  | { readonly kind: 'topicReset'; readonly from: number };

/** The first offset of a partition; where retention has removed it, a fetch from here starts at the earliest record. */
export const START_OF_LOG = 0;

type BatchBounds = Pick<PartitionBatch, 'fetchedOffset' | 'nextOffset' | 'highWatermark'>;

/**
 * Compares a batch with the committed offset of its partition, which alone decides: the offsets that are committed to Kafka
 * lag behind, and a seek does not affect a fetch that is in flight.
 * @param confirmedSeekOffset the offset that the partition was sought to before the batch was fetched, if that is certain: only
 * a fetch from there that finds nothing proves a gap, or a topic that ends before the committed offset.
 */
export function reconcileOffset(
  committedOffset: CommittedOffset,
  { fetchedOffset, nextOffset, highWatermark }: BatchBounds,
  confirmedSeekOffset: number | undefined,
): Reconciliation {
  // Nothing is stored yet: start at the beginning, since the offset committed to Kafka may belong to a lost database.
  if (committedOffset === null) {
    const isStart = fetchedOffset === START_OF_LOG || confirmedSeekOffset === START_OF_LOG;
    return isStart ? { kind: 'process', from: fetchedOffset } : { kind: 'seek', to: START_OF_LOG };
  }
  const isConfirmed = confirmedSeekOffset === committedOffset;
  // The batch may be stale: a halted consumer resumes with it after another one has advanced the offset beyond its end.
  if (highWatermark < committedOffset)
    return isConfirmed ? { kind: 'topicReset', from: fetchedOffset } : { kind: 'seek', to: committedOffset };
  if (nextOffset <= committedOffset) return { kind: 'seek', to: committedOffset };
  if (fetchedOffset <= committedOffset) return { kind: 'process', from: committedOffset };
  return isConfirmed ? { kind: 'gap', from: fetchedOffset } : { kind: 'seek', to: committedOffset };
}
