import { describe, expect, it } from '@jest/globals';
import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { silentLogger } from '../../logging/logger.ts';
import { inSpan } from '../tracer.ts';
import { parseTraceparent } from '../traceparent.ts';
import { OpenTelemetryTracer } from './open-telemetry-tracer.ts';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN_ID = '00f067aa0ba902b7';
const RECORDED = `00-${TRACE_ID}-${SPAN_ID}-01`;
const NOT_RECORDED = `00-${TRACE_ID}-${SPAN_ID}-00`;
const ERROR_STATUS = 2;

/** Keeps what it was given when it is shut down. */
class KeepingExporter extends InMemorySpanExporter {
  readonly kept: ReadableSpan[] = [];

  override async shutdown(): Promise<void> {
    this.kept.push(...this.getFinishedSpans());
    await super.shutdown();
  }
}

/** The spans that are recorded while something is done. */
async function recorded(
  work: (tracer: OpenTelemetryTracer) => void | Promise<void>,
  sampledShare = 1,
): Promise<ReadableSpan[]> {
  const exporter = new KeepingExporter();
  const tracer = new OpenTelemetryTracer(
    exporter,
    { serviceName: 'weather-test', sampledShare },
    silentLogger(),
  );
  await work(tracer);
  await tracer.close();
  return exporter.kept;
}

describe('OpenTelemetryTracer', () => {
  it('records a span with its attributes and the name of the app', async () => {
    const [span] = await recorded((tracer) => {
      tracer.startSpan('send', { kind: 'producer', attributes: { count: 3 } }).end();
    });
    expect(span).toMatchObject({ name: 'send', attributes: { count: 3 } });
    expect(span?.resource.attributes).toMatchObject({ 'service.name': 'weather-test' });
  });

  it('gives its traceparent to be sent along', async () => {
    let traceparent = '';
    const [span] = await recorded((tracer) => {
      const started = tracer.startSpan('send');
      traceparent = started.traceparent ?? '';
      started.end();
    });
    expect(parseTraceparent(traceparent)).toEqual({ ...span?.spanContext(), traceFlags: 1 });
  });

  it('records parts of a span in its trace', async () => {
    const [part, whole] = await recorded((tracer) => {
      const span = tracer.startSpan('whole');
      span.startSpan('part').end();
      span.end();
    });
    expect(part?.parentSpanContext?.spanId).toBe(whole?.spanContext().spanId);
    expect(part?.spanContext().traceId).toBe(whole?.spanContext().traceId);
  });

  it('links a span to those that led to it, and leaves out what is none', async () => {
    const [span] = await recorded((tracer) => {
      tracer.startSpan('process', { links: [RECORDED, 'nonsense'] }).end();
    });
    expect(span?.links.map(({ context }) => context)).toEqual([
      { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1, isRemote: true },
    ]);
  });

  it('ends a span as failed with what was thrown', async () => {
    const [span] = await recorded(async (tracer) => {
      const work = inSpan(tracer.startSpan('store'), () => Promise.reject(new Error('refused')));
      await expect(work).rejects.toThrow('refused');
    });
    expect(span?.status).toEqual({ code: ERROR_STATUS, message: 'refused' });
  });

  it('records nothing of a trace that is not in the share, and names it to nobody', async () => {
    const spans = await recorded((tracer) => {
      const span = tracer.startSpan('send', { links: [NOT_RECORDED] });
      expect(span.traceparent).toBeUndefined();
      expect(span.startSpan('part').traceparent).toBeUndefined();
      span.end();
    }, 0);
    expect(spans).toEqual([]);
  });

  it('records what is linked to a recorded span whatever the share', async () => {
    const spans = await recorded((tracer) => {
      tracer.startSpan('process', { links: [NOT_RECORDED, RECORDED] }).end();
    }, 0);
    expect(spans).toHaveLength(1);
  });
});
