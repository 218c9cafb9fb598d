import { hostname } from 'node:os';
import type { Tracer as ApiTracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TracerProvider,
  type SpanExporter,
} from '@opentelemetry/sdk-trace';
import { Availability } from '../../retry/availability.ts';
import type { Logger } from '../../logging/logger.ts';
import { parseHeaderList } from '../header-list.ts';
import type { Span, SpanOptions, Tracer } from '../tracer.ts';
import type { TracingConfig } from '../tracing-config.ts';
import { AnnouncedExporter } from './announced-exporter.ts';
import { LinkedSampler } from './linked-sampler.ts';
import { OpenTelemetrySpan } from './open-telemetry-span.ts';

const SCOPE = 'weather-pipeline';
const TRACES_PATH = '/v1/traces';
/** Spans wait that long to be sent together. */
const SEND_EVERY_MS = 1_000;
/** Until spans are given up, with all repeats. */
const SEND_TIMEOUT_MS = 5_000;
/** Of the 10 s that an app has to stop: what sends its last readings before has most of them. */
const CLOSE_TIMEOUT_MS = 1_500;

type Exporting = Pick<TracingConfig, 'serviceName' | 'sampledShare'>;

/** Records with OpenTelemetry. Spans wait in a bounded queue; those for which there is no room are left out. */
export class OpenTelemetryTracer implements Tracer {
  readonly isOn = true;
  readonly #provider: TracerProvider;
  readonly #tracer: ApiTracer;

  constructor(
    exporter: SpanExporter,
    { serviceName, sampledShare }: Exporting,
    private readonly logger: Logger,
  ) {
    this.#provider = new TracerProvider({
      resource: resourceFromAttributes({
        'service.name': serviceName,
        'host.name': hostname(),
        'process.pid': process.pid,
      }),
      sampler: new ParentBasedSampler({ root: new LinkedSampler(sampledShare) }),
      spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: SEND_EVERY_MS })],
    });
    this.#tracer = this.#provider.getTracer(SCOPE);
  }

  /** Sends what is recorded to a receiver of OTLP; its absence is said once in the log and nothing else. */
  static to(endpoint: string, config: Readonly<TracingConfig>, logger: Logger): OpenTelemetryTracer {
    const exporter = new OTLPTraceExporter({
      url: endpoint.replace(/\/+$/, '') + TRACES_PATH,
      headers: { ...parseHeaderList(config.headers ?? '') },
      timeoutMillis: SEND_TIMEOUT_MS,
    });
    const availability = new Availability(`the receiver of traces at ${new URL(endpoint).origin}`, logger);
    return new OpenTelemetryTracer(new AnnouncedExporter(exporter, availability), config, logger);
  }

  startSpan(name: string, options: SpanOptions = {}): Span {
    return OpenTelemetrySpan.start(this.#tracer, name, options);
  }

  /** Sends what has ended so far, or gives it up after a time, and says so. */
  async close(): Promise<void> {
    const sent = this.#provider.shutdown().then(() => true);
    const timeout = new Promise<boolean>((resolve) =>
      setTimeout(() => resolve(false), CLOSE_TIMEOUT_MS).unref(),
    );
    const isSent = await Promise.race([sent.catch(() => false), timeout]);
    if (!isSent) this.logger.warn('traces given up: their receiver did not take them in time');
  }
}
