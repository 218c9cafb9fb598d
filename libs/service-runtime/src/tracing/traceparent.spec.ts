import { describe, expect, it } from '@jest/globals';
import { formatTraceparent, parseTraceparent } from './traceparent.ts';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN_ID = '00f067aa0ba902b7';

describe('a traceparent', () => {
  it('names trace, span and flags', () => {
    const identity = { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1 };
    expect(formatTraceparent(identity)).toBe(`00-${TRACE_ID}-${SPAN_ID}-01`);
    expect(parseTraceparent(formatTraceparent(identity))).toEqual(identity);
  });

  it('may be of a later version, with more at its end', () => {
    expect(parseTraceparent(`cc-${TRACE_ID}-${SPAN_ID}-00-what-comes`)).toEqual({
      traceId: TRACE_ID,
      spanId: SPAN_ID,
      traceFlags: 0,
    });
  });

  it.each([
    ['empty', ''],
    ['cut off', `00-${TRACE_ID}-${SPAN_ID}`],
    ['of the version that there is none of', `ff-${TRACE_ID}-${SPAN_ID}-01`],
    ['in upper case', `00-${TRACE_ID.toUpperCase()}-${SPAN_ID}-01`],
    ['of no trace', `00-${'0'.repeat(32)}-${SPAN_ID}-01`],
    ['of no span', `00-${TRACE_ID}-${'0'.repeat(16)}-01`],
    ['followed by more in this version', `00-${TRACE_ID}-${SPAN_ID}-01-more`],
    ['followed by something else', `00-${TRACE_ID}-${SPAN_ID}-01x`],
    ['beyond all measure', `cc-${TRACE_ID}-${SPAN_ID}-01-${'x'.repeat(300)}`],
  ])('is none when it is %s', (_, text) => {
    expect(parseTraceparent(text)).toBeUndefined();
  });
});
