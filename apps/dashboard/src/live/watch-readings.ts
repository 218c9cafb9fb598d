import { type KafkaConnection, TopicTail } from '@weather/kafka-client';
import { decodeRecord, QUANTITY_NAMES, type Reading } from '@weather/weather-schema';
import { isFromFuture } from '../contract/ahead.ts';
import type { ReadingBatch } from './reading-batch.ts';
import type { LiveReading } from '../contract/events.ts';

export interface WatchReadingsOptions {
  readonly connection: KafkaConnection;
  readonly topic: string;
  readonly legacyTimeZone: string;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Called once, with where each partition ends; the map stays current. */
  readonly onEndOffsets: (endOffsets: ReadonlyMap<number, number>) => void;
  /** When a reading was observed that is not ahead of the clock, in epoch ms. */
  readonly onObserved: (observedAt: number) => void;
}

/** Some seconds of a fast topic; who is further behind shows what is now. */
const MAX_BEHIND = 20_000;

/** Adds the readings that come to the topic from now on to the batch; records that are no readings are not shown. */
export async function watchReadings(batch: ReadingBatch, options: WatchReadingsOptions): Promise<void> {
  const { connection, topic, legacyTimeZone, now, signal } = options;
  const tail = await TopicTail.connect({ connection, topic, signal, backlog: 0, maxLag: MAX_BEHIND });
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

/** A reading as the live events tell it: its quantities in the order of `QUANTITY_NAMES`. */
export function toLiveReading(reading: Reading): LiveReading {
  const { stationId, observedAt } = reading;
  return [stationId, observedAt, ...QUANTITY_NAMES.map((name) => reading[name] ?? null)];
}
