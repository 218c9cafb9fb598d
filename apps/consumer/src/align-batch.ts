import type { PartitionBatch } from '@weather/kafka-client';
import type { CommittedOffset } from '@weather/weather-store';

/** What to do with a batch, given the position that is stored. */
export type Alignment =
  /** Process the records from this offset on. */
  | { readonly kind: 'process'; readonly from: number }
  /** The batch is not the one that comes next: fetch from the position. */
  | { readonly kind: 'seek'; readonly to: number }
  /** The records between the position and this offset cannot be had any more. */
  | { readonly kind: 'gap'; readonly from: number }
  /** The topic ends before the position: it was truncated or made anew. Process the records from this offset on. */
  | { readonly kind: 'restart'; readonly from: number };

/** Kafka begins its count here; where retention has removed the start, a fetch from here begins at what is left. */
export const START_OF_LOG = 0;

type BatchBounds = Pick<PartitionBatch, 'fetchedOffset' | 'nextOffset' | 'highWatermark'>;

/**
 * Holds a batch against the stored position, which alone decides: Kafka's committed offsets lag behind, and a seek can
 * come too late for a fetch that is under way.
 * @param soughtTo where the partition was sought to before the batch was fetched, if that is known: only a fetch from there
 * that finds nothing proves a gap, or a topic that ends before the position.
 */
export function alignBatch(
  committedOffset: CommittedOffset,
  batch: BatchBounds,
  soughtTo: number | undefined,
): Alignment {
  const { fetchedOffset, nextOffset, highWatermark } = batch;
  if (committedOffset === null) return alignFirst(fetchedOffset, soughtTo);
  if (highWatermark < committedOffset) return alignBeyondEnd(committedOffset, fetchedOffset, soughtTo);
  if (nextOffset <= committedOffset) return { kind: 'seek', to: committedOffset };
  if (fetchedOffset <= committedOffset) return { kind: 'process', from: committedOffset };
  return soughtTo === committedOffset
    ? { kind: 'gap', from: fetchedOffset }
    : { kind: 'seek', to: committedOffset };
}

/**
 * The batch may be an old one: a consumer that was halted wakes up with it after another has moved the position past what
 * was then the end. Only a fetch that was made after the position was read proves that the topic ends before it.
 */
function alignBeyondEnd(
  committedOffset: number,
  fetchedOffset: number,
  soughtTo: number | undefined,
): Alignment {
  return soughtTo === committedOffset
    ? { kind: 'restart', from: fetchedOffset }
    : { kind: 'seek', to: committedOffset };
}

/**
 * Nothing is stored yet, so the partition is read from its start, whatever offset Kafka has committed: that one may be of
 * a database that is gone.
 */
function alignFirst(fetchedOffset: number, soughtTo: number | undefined): Alignment {
  const isStart = fetchedOffset === START_OF_LOG || soughtTo === START_OF_LOG;
  return isStart ? { kind: 'process', from: fetchedOffset } : { kind: 'seek', to: START_OF_LOG };
}
