import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
  type Context,
  type Link,
  type Span as ApiSpan,
  type Tracer as ApiTracer,
} from '@opentelemetry/api';
import { formatError } from '../../retry/with-retry.ts';
import { formatTraceparent, parseTraceparent } from '../traceparent.ts';
import type { Span, SpanAttributes, SpanOptions } from '../tracer.ts';

const KINDS = {
  internal: SpanKind.INTERNAL,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  client: SpanKind.CLIENT,
} as const;

/** A span that OpenTelemetry records if it is sampled. */
export class OpenTelemetrySpan implements Span {
  readonly traceparent: string | undefined;

  private constructor(
    private readonly tracer: ApiTracer,
    private readonly span: ApiSpan,
  ) {
    const context = span.spanContext();
    const isSampled = (context.traceFlags & TraceFlags.SAMPLED) !== 0;
    this.traceparent = isSampled ? formatTraceparent(context) : undefined;
  }

  /** Starts a span in a context: the root context for a new trace. */
  static start(tracer: ApiTracer, name: string, options: SpanOptions, context: Context = ROOT_CONTEXT): Span {
    const { kind = 'internal', attributes = {}, links = [] } = options;
    const span = tracer.startSpan(
      name,
      { kind: KINDS[kind], attributes, links: links.flatMap(linkTo) },
      context,
    );
    return new OpenTelemetrySpan(tracer, span);
  }

  startSpan(name: string, options: SpanOptions = {}): Span {
    return OpenTelemetrySpan.start(this.tracer, name, options, trace.setSpan(ROOT_CONTEXT, this.span));
  }

  setAttributes(attributes: SpanAttributes): void {
    this.span.setAttributes(attributes);
  }

  end(failure?: unknown): void {
    if (failure !== undefined)
      this.span.setStatus({ code: SpanStatusCode.ERROR, message: formatError(failure) });
    this.span.end();
  }
}

function linkTo(traceparent: string): Link[] {
  const context = parseTraceparent(traceparent);
  return context === undefined ? [] : [{ context: { ...context, isRemote: true } }];
}
