import type { HttpReceiver } from './http-receiver.ts';

/** The part of a span that the tests use. */
export interface ReceivedSpan {
  readonly service: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  /** The spans that it links to. */
  readonly linkedSpanIds: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, string | number>>;
}

interface Request {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
}

interface Span extends Pick<ReceivedSpan, 'name' | 'traceId' | 'spanId' | 'parentSpanId'> {
  readonly attributes: readonly Attribute[];
  readonly links: readonly { readonly spanId: string }[];
}

/** All spans that a receiver has received, in order. @see https://opentelemetry.io/docs/specs/otlp/ */
export function receivedSpans({ requests }: HttpReceiver): ReceivedSpan[] {
  return requests
    .filter(({ path }) => path === '/v1/traces')
    .flatMap(({ body }) => (JSON.parse(body) as Request).resourceSpans)
    .flatMap(({ resource, scopeSpans }) => {
      const service = textsOf(resource.attributes)['service.name'] ?? '';
      return scopeSpans.flatMap(({ spans }) => spans.map((span) => received(span, service)));
    });
}

function received(
  { name, traceId, spanId, parentSpanId, links, attributes }: Span,
  service: string,
): ReceivedSpan {
  const linkedSpanIds = links.map((link) => link.spanId);
  return { service, name, traceId, spanId, parentSpanId, linkedSpanIds, attributes: textsOf(attributes) };
}

function textsOf(attributes: readonly Attribute[]): Record<string, string> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value).join('')]));
}
