/** What the worker of the bare producer gets as its only argument, in JSON. */
export interface BareProducerOptions {
  readonly brokers: readonly string[];
  readonly topic: string;
}
