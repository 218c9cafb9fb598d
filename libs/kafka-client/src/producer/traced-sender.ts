import { inSpan, type Availability, type Tracer } from '@weather/service-runtime';
import type { OutgoingRecord } from '../protocol/records.ts';
import type { IdempotentProducer } from './idempotent-producer.ts';

/** The producer that sends the batches of a batching producer. */
export interface BatchSender extends Pick<IdempotentProducer, 'send' | 'disconnect' | 'availability'> {
  /** The bytes that it adds to each record. Default: 0. */
  readonly headerBytes?: number;
}

/** The header that names the span in which a record was sent, like the W3C's HTTP header of that name. */
export const TRACEPARENT_HEADER = 'traceparent';

const TRACEPARENT_BYTES = 55;
/** The lengths of name and value, a byte each. */
const LENGTH_BYTES = 2;

/** Sends each batch in its own span, which a header of its records names; a record that has the header already keeps it. */
export class TracedSender implements BatchSender {
  readonly headerBytes = TRACEPARENT_HEADER.length + TRACEPARENT_BYTES + LENGTH_BYTES;

  constructor(
    private readonly sender: BatchSender,
    private readonly topic: string,
    private readonly tracer: Tracer,
  ) {}

  get availability(): Availability {
    return this.sender.availability;
  }

  async send(records: readonly OutgoingRecord[]): Promise<void> {
    const span = this.tracer.startSpan(`send ${this.topic}`, {
      kind: 'producer',
      attributes: {
        'messaging.system': 'kafka',
        'messaging.operation.name': 'send',
        'messaging.operation.type': 'send',
        'messaging.destination.name': this.topic,
        'messaging.batch.message_count': records.length,
      },
    });
    await inSpan(span, () => this.sender.send(withTraceparent(records, span.traceparent)));
  }

  async disconnect(): Promise<void> {
    await this.sender.disconnect();
  }
}

function withTraceparent(
  records: readonly OutgoingRecord[],
  traceparent: string | undefined,
): readonly OutgoingRecord[] {
  if (traceparent === undefined) return records;
  return records.map((record) => ({
    ...record,
    headers: { [TRACEPARENT_HEADER]: traceparent, ...record.headers },
  }));
}
