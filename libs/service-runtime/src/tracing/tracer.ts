/** The description of a span; names follow OpenTelemetry's semantic conventions where they exist. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

export interface SpanOptions {
  /** The role of the work: it sends to a topic, receives from one, or requests a server. Default: none of these. */
  readonly kind?: 'internal' | 'producer' | 'consumer' | 'client';
  readonly attributes?: SpanAttributes;
  /** The `traceparent` of spans in other traces that led to this one; malformed ones are ignored. */
  readonly links?: readonly string[];
}

/** Work with a start and an end. */
export interface Span {
  /** The W3C header of that name, to send along; undefined if the span is not recorded. */
  readonly traceparent: string | undefined;
  /** Starts a child span. */
  startSpan(name: string, options?: SpanOptions): Span;
  setAttributes(attributes: SpanAttributes): void;
  /** Ends the span; without this it is never exported. @param failure why the work failed, if it did. */
  end(failure?: unknown): void;
}

/** Starts traces. It neither fails nor waits, whatever happens to the recorded spans. */
export interface Tracer {
  /** Whether anything is recorded; work per record is skipped otherwise. */
  readonly isOn: boolean;
  /** Starts a span of a new trace. */
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
 * Runs some work and ends its span, as failed if the work throws.
 * @param describe attributes of the result.
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
