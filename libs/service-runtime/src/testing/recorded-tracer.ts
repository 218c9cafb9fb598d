import type { Span, SpanAttributes, SpanOptions, Tracer } from '../tracing/tracer.ts';

/** A recorded span. */
export interface RecordedSpan {
  readonly name: string;
  readonly kind: SpanOptions['kind'];
  readonly links: readonly string[];
  readonly parent: RecordedSpan | undefined;
  readonly attributes: SpanAttributes;
  readonly hasEnded: boolean;
  readonly failure: unknown;
}

/** The `traceparent` of every span of a `RecordedTracer`. */
export const RECORDED_TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

/** A tracer for tests that keeps its spans in memory, in the order in which they began. */
export class RecordedTracer implements Tracer {
  readonly isOn = true;
  readonly spans: RecordedSpan[] = [];

  startSpan(name: string, options: SpanOptions = {}): Span {
    return this.#start(name, options, undefined);
  }

  #start(
    name: string,
    { kind, attributes = {}, links = [] }: SpanOptions,
    parent: RecordedSpan | undefined,
  ): Span {
    const span = { name, kind, links, parent, attributes, hasEnded: false, failure: undefined as unknown };
    this.spans.push(span);
    return {
      traceparent: RECORDED_TRACEPARENT,
      startSpan: (childName, options = {}) => this.#start(childName, options, span),
      setAttributes: (more) => Object.assign(span, { attributes: { ...span.attributes, ...more } }),
      end: (failure) => Object.assign(span, { hasEnded: true, failure }),
    };
  }
}
