/** What identifies a span in any system. */
export interface SpanIdentity {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** A bit each; the lowest says that the trace is recorded. */
  readonly traceFlags: number;
}

const TRACEPARENT = /^(?!ff)([\da-f]{2})-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(-.*)?$/;
/** The longest that is looked into: later versions may add to the end. */
const MAX_LENGTH = 256;
const VERSION = '00';
const HEXADECIMAL = 16;
const FLAG_DIGITS = 2;

/** @see https://www.w3.org/TR/trace-context/#traceparent-header */
export function formatTraceparent({ traceId, spanId, traceFlags }: SpanIdentity): string {
  return `${VERSION}-${traceId}-${spanId}-${traceFlags.toString(HEXADECIMAL).padStart(FLAG_DIGITS, '0')}`;
}

/** The span that a header names, of this version or a later one; undefined for what is malformed. */
export function parseTraceparent(text: string): SpanIdentity | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const [, version, traceId, spanId, flags, rest] = TRACEPARENT.exec(text) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  if (version === VERSION && rest !== undefined) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, HEXADECIMAL) };
}
