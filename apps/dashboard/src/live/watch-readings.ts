import { type KafkaConnection, TopicTail } from '@weather/kafka-client';
import { decodeRecord, QUANTITY_NAMES, type Reading } from '@weather/weather-schema';
import { isFromFuture } from '../contract/latest-reading.ts';
import type { ReadingBatch } from './reading-batch.ts';
import type { LiveReading } from '../contract/events.ts';

export interface WatchReadingsOptions {
  readonly connection: KafkaConnection;
  readonly topic: string;
  readonly legacyTimeZone: string;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Called once with the end offset of each partition; the map stays current. */
  readonly onEndOffsets: (endOffsets: ReadonlyMap<number, number>) => void;
  /** Called with the event time of each reading that is not from the future, in epoch ms. */
  readonly onObserved: (observedAt: number) => void;
}

/** Some seconds of a fast topic; older records are skipped. */
const MAX_LAG = 20_000;

/** Adds new readings of the topic to the batch; invalid records are ignored. */
export async function watchReadings(batch: ReadingBatch, options: WatchReadingsOptions): Promise<void> {
  const { connection, topic, legacyTimeZone, now, signal } = options;
  const tail = await TopicTail.connect({ connection, topic, signal, backlog: 0, maxLag: MAX_LAG });
  options.onEndOffsets(tail.ends);
  try {
    for await (const { records, skipped } of tail.records()) {
      batch.addDropped(skipped);
      for (const record of records) {
        const decoded = decodeRecord(record, { now: now(), legacyTimeZone });
        if (!decoded.ok) continue;
        batch.add(toLiveReading(decoded.reading));
        const { observedAt } = decoded.reading;
        if (!isFromFuture(observedAt, now())) options.onObserved(observedAt);
      }
    }
  } finally {
    await tail.close();
  }
}

/** Maps a reading to its form in the live events, with the quantities in the order of `QUANTITY_NAMES`. */
function toLiveReading(reading: Reading): LiveReading {
  const { stationId, observedAt } = reading;
  return [stationId, observedAt, ...QUANTITY_NAMES.map((name) => reading[name] ?? null)];
}
