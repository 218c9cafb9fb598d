import type { IdempotentProducer } from './idempotent-producer.ts';

/** What a batching producer needs of the connection behind it. */
export interface BatchSender extends Pick<IdempotentProducer, 'send' | 'disconnect' | 'availability'> {
  /** Bytes that it adds to each record. Default: none. */
  readonly headerBytes?: number;
}
