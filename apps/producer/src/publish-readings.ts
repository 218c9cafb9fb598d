import type { BatchingProducer } from '@weather/kafka-client';
import type { Logger } from '@weather/service-runtime';
import { MS_PER_SECOND, LegacyEncodingError, type Reading } from '@weather/weather-schema';
import type { PublishingLog } from './publishing-log.ts';
import type { Source } from './sources/source.ts';

/** The destination of the records. */
export type ReadingPublisher = Pick<BatchingProducer, 'tryEnqueue' | 'send' | 'flush' | 'close'>;

export interface PublishingOptions {
  readonly source: Source;
  readonly publisher: ReadingPublisher;
  readonly encode: (reading: Reading) => Buffer;
  /** The key of a reading's record. */
  readonly keyOf: (reading: Reading) => string;
  readonly log: PublishingLog;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

/**
 * Sends the readings of a source until it ends or the signal is aborted, closes the publisher and logs the counts. A full buffer
 * of the publisher blocks the source unless it drops the oldest reading.
 * @throws the error that ended the source or the publisher early; readings before it are still sent.
 */
export async function publishReadings(options: PublishingOptions): Promise<void> {
  const { source, publisher, log, logger, signal, now } = options;
  const startedAt = now();
  const failures: unknown[] = [];
  const note = (error: unknown): unknown => failures.push(error);
  await untilSettledOrAborted(forwardAll(options), signal).catch(note);
  if (!signal.aborted) await untilSettledOrAborted(publisher.flush(), signal).catch(note);
  const unsent = await publisher.close();
  log.close();
  if (unsent > 0) logger.warn('unsent readings dropped: Kafka did not accept them in time', { unsent });
  for (const warning of source.warnings?.() ?? []) logger.warn(warning);
  logger.info(
    `${source.description} ${describeOutcome(failures, signal)}`,
    collectCounts(options, now() - startedAt),
  );
  if (failures.length > 0) throw failures[0];
}

async function forwardAll(options: PublishingOptions): Promise<void> {
  const { source, publisher, keyOf, log, signal } = options;
  for await (const group of source.readings(signal)) {
    for (const sourced of group) {
      if (signal.aborted) return;
      const value = encodeOrSkip(sourced.reading, sourced.position, options);
      if (value === undefined) continue;
      const record = { key: keyOf(sourced.reading), value };
      const onAcknowledged = (): void => log.acknowledged(sourced);
      if (!publisher.tryEnqueue(record, onAcknowledged)) await publisher.send(record, onAcknowledged);
    }
  }
}

/** The legacy format cannot encode a reading without a temperature. */
function encodeOrSkip(
  reading: Reading,
  position: number,
  { source, encode, log }: PublishingOptions,
): Buffer | undefined {
  try {
    return encode(reading);
  } catch (error) {
    if (!(error instanceof LegacyEncodingError)) throw error;
    log.onSkipped(source.describePosition(position), error.message);
    return undefined;
  }
}

/** During an outage of Kafka the work may wait indefinitely; a stop does not wait for it. */
async function untilSettledOrAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise: aborted, resolve } = Promise.withResolvers<undefined>();
  const stop = (): void => resolve(undefined);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  await Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', stop));
}

function describeOutcome(failures: readonly unknown[], signal: AbortSignal): string {
  if (failures.length > 0) return 'ended early';
  return signal.aborted ? 'stopped' : 'ended';
}

function collectCounts({ source, log }: PublishingOptions, ms: number): object {
  const { sent, skipped, dropped, lastSentPosition } = log;
  const seconds = ms / MS_PER_SECOND;
  return {
    read: source.progress().read,
    sent,
    skipped,
    ...(dropped > 0 && { dropped }),
    upTo: lastSentPosition === undefined ? 'nothing' : source.describePosition(lastSentPosition),
    seconds: Number(seconds.toFixed(1)),
    readingsPerSecond: Math.round(sent / seconds),
  };
}
