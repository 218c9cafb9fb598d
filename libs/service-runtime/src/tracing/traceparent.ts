/** The identity of a span across systems. */
export interface SpanIdentity {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** Flags; the lowest bit means that the trace is recorded. */
  readonly traceFlags: number;
}

const TRACEPARENT = /^(?!ff)([\da-f]{2})-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(-.*)?$/;
/** The maximum length that is parsed: later versions may append fields. */
const MAX_LENGTH = 256;
const VERSION = '00';
const HEXADECIMAL = 16;
const FLAG_DIGITS = 2;

/** @see https://www.w3.org/TR/trace-context/#traceparent-header */
export function formatTraceparent({ traceId, spanId, traceFlags }: SpanIdentity): string {
  return `${VERSION}-${traceId}-${spanId}-${traceFlags.toString(HEXADECIMAL).padStart(FLAG_DIGITS, '0')}`;
}

/** Parses the span of a header of this version or a later one; undefined if it is malformed. */
export function parseTraceparent(text: string): SpanIdentity | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const [, version, traceId, spanId, flags, rest] = TRACEPARENT.exec(text) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  if (version === VERSION && rest !== undefined) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, HEXADECIMAL) };
}
