import type { InvalidRecord, PartitionBatch } from '@weather/kafka-client';
import { NO_TRACER, silentLogger, type Logger } from '@weather/service-runtime';
import type { CommittedOffset, StoreRequest, StoreResult } from '@weather/weather-store/sink';
import { BatchProcessor } from '../batch-processor.ts';
import { BatchTraces } from '../batch-traces.ts';
import { ConsumerMetrics } from '../consumer-metrics.ts';
import { ConsumerLog } from '../consumer-log.ts';
import type { DeadLetterLimit } from '../dead-letter-limit.ts';

export const OBSERVED_AT = '2026-01-01T00:00:00Z';
export const SENT_AT = Date.parse(OBSERVED_AT);

export const storedResult: Extract<StoreResult, { kind: 'stored' }> = {
  kind: 'stored',
  stored: 0,
  duplicates: 0,
  corrections: [],
  exceedances: [],
};

const rejectAll = (readings: StoreRequest['readings']): StoreResult => ({
  kind: 'rejected',
  rejected: readings.map((reading) => ({ reading, message: 'CHECK failed' })),
});

/** A batch processor on a sink and a dead letter topic in memory. */
export class ProcessorTest {
  committedOffset: CommittedOffset = null;
  /** The requests that the sink has received. */
  readonly requests: StoreRequest[] = [];
  readonly deadLetters: InvalidRecord[] = [];
  /** The next results of the sink; then everything is stored. */
  results: StoreResult[] = [];
  readonly order: string[] = [];
  earliest = 0;
  readonly metrics = new ConsumerMetrics('weather_data', () => SENT_AT + 2_000);
  /** The station whose readings the database rejects. */
  rejectedStation: string | undefined;
  readonly stop = new AbortController();
  deadLetterLimit: DeadLetterLimit | undefined;

  processor(logger: Logger = silentLogger()): BatchProcessor {
    return new BatchProcessor({
      group: 'group',
      legacyTimeZone: 'UTC',
      sink: {
        loadCommittedOffset: () => Promise.resolve(this.committedOffset),
        countForOneTransaction: (_, readings) => readings.length,
        store: (request) => Promise.resolve(this.#store(request)),
      },
      deadLetters: {
        publish: (published) => {
          this.order.push('dead letter');
          this.deadLetters.push(...published);
          return Promise.resolve();
        },
      },
      log: new ConsumerLog(logger),
      metrics: this.metrics,
      traces: new BatchTraces(NO_TRACER, 'group'),
      withStoreRetry: (work) => work(),
      earliestOffset: () => Promise.resolve(this.earliest),
      deadLetterLimit: this.deadLetterLimit,
      now: () => SENT_AT,
      signal: this.stop.signal,
    });
  }

  #store(request: StoreRequest): StoreResult {
    this.order.push('store');
    this.requests.push(request);
    const rejected = request.readings.filter(({ stationId }) => stationId === this.rejectedStation);
    return rejected.length > 0 ? rejectAll(rejected) : (this.results.shift() ?? storedResult);
  }
}

/** A batch of records with these values. */
export function batch(
  first: number,
  values: readonly string[],
  bounds: Partial<PartitionBatch> = {},
): PartitionBatch {
  const records = values.map((value, index) => ({
    offset: first + index,
    timestampMs: SENT_AT,
    key: null,
    value: Buffer.from(value),
    headers: {},
  }));
  const nextOffset = first + values.length;
  return {
    topic: 'weather_data',
    partition: 0,
    fetchedOffset: first,
    nextOffset,
    highWatermark: nextOffset,
    records,
    ...bounds,
  };
}

/** The record of a reading. */
export const reading = (stationId: string): string =>
  JSON.stringify({ stationId, observedAt: OBSERVED_AT, temperature: 20 });

export const stationsOf = ({ readings }: StoreRequest): string[] =>
  readings.map(({ stationId }) => stationId);
