import { findTraceLinks, type PartitionBatch } from '@weather/kafka-client';
import { inSpan, type Span, type SpanAttributes, type Tracer } from '@weather/service-runtime';
import type { StoreResult } from '@weather/weather-store/sink';
import type { DecodedBatch } from './decode-batch.ts';

/**
 * A trace for each partition batch, from its decoding to its commit, linked to the spans in which its records were sent. The
 * spans of a batch that is dropped before its turn have no parent.
 */
export class BatchTraces {
  readonly #spans = new WeakMap<PartitionBatch, Span>();

  constructor(
    private readonly tracer: Tracer,
    private readonly group: string,
  ) {}

  /** Traces the whole batch, and ends its trace. */
  async process(
    batch: PartitionBatch,
    work: () => Promise<{ readonly nextOffset: number }>,
  ): ReturnType<typeof work> {
    return await inSpan(this.#spanOf(batch), work, ({ nextOffset }) => ({
      'weather.batch.resume_at': nextOffset,
    }));
  }

  decode(batch: PartitionBatch, work: () => DecodedBatch): DecodedBatch {
    const span = this.#spanOf(batch).startSpan('decode');
    const batchDecoded = work();
    const { decoded, rejected } = batchDecoded;
    span.setAttributes({
      'weather.records.decoded': decoded.length,
      'weather.records.rejected': rejected.length,
    });
    span.end();
    return batchDecoded;
  }

  async deadLetter(batch: PartitionBatch, count: number, work: () => Promise<void>): Promise<void> {
    const attributes = { 'messaging.batch.message_count': count };
    await inSpan(this.#spanOf(batch).startSpan('dead-letter', { attributes }), work);
  }

  /** Traces the transaction with all its retries. */
  async store(batch: PartitionBatch, work: () => Promise<StoreResult>): Promise<StoreResult> {
    return await inSpan(this.#spanOf(batch).startSpan('store'), work, describeResult);
  }

  #spanOf(batch: PartitionBatch): Span {
    const open = this.#spans.get(batch);
    if (open !== undefined) return open;
    const { topic, partition, fetchedOffset, nextOffset, records } = batch;
    const span = this.tracer.startSpan(`process ${topic}`, {
      kind: 'consumer',
      links: this.tracer.isOn ? findTraceLinks(records) : [],
      attributes: {
        'messaging.system': 'kafka',
        'messaging.operation.name': 'process',
        'messaging.operation.type': 'process',
        'messaging.destination.name': topic,
        'messaging.destination.partition.id': String(partition),
        'messaging.consumer.group.name': this.group,
        'messaging.batch.message_count': records.length,
        'weather.batch.fetched_offset': fetchedOffset,
        'weather.batch.next_offset': nextOffset,
      },
    });
    this.#spans.set(batch, span);
    return span;
  }
}

function describeResult(result: StoreResult): SpanAttributes {
  const kind = { 'weather.store.result': result.kind };
  if (result.kind !== 'stored') return kind;
  return {
    ...kind,
    'weather.readings.stored': result.stored,
    'weather.readings.duplicates': result.duplicates,
    'weather.readings.corrections': result.corrections.length,
    'weather.exceedances.stored': result.exceedances.length,
  };
}
