import { TraceFlags, type Attributes, type Context, type Link, type SpanKind } from '@opentelemetry/api';
import {
  SamplingDecision,
  TraceIdRatioBasedSampler,
  type Sampler,
  type SamplingResult,
} from '@opentelemetry/sdk-trace';

/**
 * Records a share of the traces, and every trace whose first span is linked to a recorded one: a batch and the origin of its
 * records are either both recorded or neither.
 */
export class LinkedSampler implements Sampler {
  readonly #others: Sampler;

  constructor(private readonly share: number) {
    this.#others = new TraceIdRatioBasedSampler(share);
  }

  shouldSample(
    ...[context, traceId, name, kind, attributes, links]: [
      Context,
      string,
      string,
      SpanKind,
      Attributes,
      Link[],
    ]
  ): SamplingResult {
    if (links.some(isRecorded)) return { decision: SamplingDecision.RECORD_AND_SAMPLED };
    return this.#others.shouldSample(context, traceId, name, kind, attributes, links);
  }

  toString(): string {
    return `LinkedSampler{${this.share}}`;
  }
}

function isRecorded({ context }: Link): boolean {
  return (context.traceFlags & TraceFlags.SAMPLED) !== 0;
}
