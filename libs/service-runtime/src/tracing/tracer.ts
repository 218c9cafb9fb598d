/** What is said of a span; the names are those of OpenTelemetry's semantic conventions where there are any. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

export interface SpanOptions {
  /** What the work is to others: it sends to a topic, takes from one, or asks a server. Default: none of these. */
  readonly kind?: 'internal' | 'producer' | 'consumer' | 'client';
  readonly attributes?: SpanAttributes;
  /** The `traceparent` of spans in other traces that led to this one; what is none is left out. */
  readonly links?: readonly string[];
}

/** A piece of work with a beginning and an end. */
export interface Span {
  /** In the form of the W3C's header of that name, to be sent along; undefined when the span is not recorded. */
  readonly traceparent: string | undefined;
  /** Begins a span that is part of this one. */
  startSpan(name: string, options?: SpanOptions): Span;
  setAttributes(attributes: SpanAttributes): void;
  /** Without an end a span is never seen. @param failure why the work failed, if it did. */
  end(failure?: unknown): void;
}

/** Begins traces. It neither fails nor waits, whatever becomes of what it records. */
export interface Tracer {
  /** Whether anything is recorded at all: what costs time for each record is done only then. */
  readonly isOn: boolean;
  /** Begins a span of a new trace. */
  startSpan(name: string, options?: SpanOptions): Span;
}

const NO_SPAN: Span = {
  traceparent: undefined,
  startSpan: () => NO_SPAN,
  setAttributes: () => undefined,
  end: () => undefined,
};

/** Records nothing. */
export const NO_TRACER: Tracer = { isOn: false, startSpan: () => NO_SPAN };

/**
 * Does some work and ends its span with it, as failed if it throws.
 * @param describe what is to be said of the result.
 */
export async function inSpan<T>(
  span: Span,
  work: () => Promise<T>,
  describe?: (result: T) => SpanAttributes,
): Promise<T> {
  try {
    const result = await work();
    if (describe) span.setAttributes(describe(result));
    span.end();
    return result;
  } catch (error) {
    span.end(error);
    throw error;
  }
}
