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
/** How long spans are buffered to be sent together. */
const SEND_EVERY_MS = 1_000;
/** The time after which spans are dropped, including all retries. */
const SEND_TIMEOUT_MS = 5_000;
/** A part of the 10 s in which an app must stop; sending its last readings may take most of them. */
const CLOSE_TIMEOUT_MS = 1_500;

type Exporting = Pick<TracingConfig, 'serviceName' | 'sampledShare'>;

/** Records with OpenTelemetry. Spans are buffered in a bounded queue; when it is full, further spans are dropped. */
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

  /** Sends spans to an OTLP receiver; an outage of it is logged once and has no other effect. */
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

  /** Sends the spans that have ended, or drops them after a timeout and logs that. */
  async close(): Promise<void> {
    const sent = this.#provider.shutdown().then(() => true);
    const timeout = new Promise<boolean>((resolve) =>
      setTimeout(() => resolve(false), CLOSE_TIMEOUT_MS).unref(),
    );
    const isSent = await Promise.race([sent.catch(() => false), timeout]);
    if (!isSent) this.logger.warn('traces dropped: their receiver did not accept them in time');
  }
}
