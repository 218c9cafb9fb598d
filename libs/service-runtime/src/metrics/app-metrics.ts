import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import packageJson from '../../package.json' with { type: 'json' };
import type { MetricsSource } from '../health/health-server.ts';
import type { ServiceObserver } from '../retry/availability.ts';
import type { GaugeDeclaration, HistogramDeclaration, MetricDeclaration } from './metric-declaration.ts';
import { collectProcessMetrics } from './process-metrics.ts';
import { ServiceMetrics } from './service-metrics.ts';
import { WeightedHistogram } from './weighted-histogram.ts';

/** The declaration of a metric. */
export interface DeclaredMetric {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly labelNames: readonly string[];
}

/**
 * The metrics of an app: those that every app has, and those that its subclass in `<app>-metrics.ts` declares as fields. Each
 * instance has a separate registry, so that two in one process do not interfere.
 */
export class AppMetrics implements MetricsSource {
  /** Counts the outages of services; pass it to whatever connects to them. */
  readonly services: ServiceObserver;
  readonly #registry = new Registry();

  /** @param app the name of the app, as in the log. */
  constructor(app: string) {
    const registers = [this.#registry];
    collectProcessMetrics(this.#registry);
    this.services = new ServiceMetrics(this.#registry);
    new Gauge({
      name: 'weather_app_info',
      help: 'Which app this is, and of which version; always 1.',
      labelNames: ['app', 'version'] as const,
      registers,
    }).set({ app, version: packageJson.version }, 1);
  }

  /** The value for the header `content-type`. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All metrics with their current values, in the text format of Prometheus. */
  async text(): Promise<string> {
    return await this.#registry.metrics();
  }

  /** All declared metrics, also those without values yet. */
  declared(): readonly DeclaredMetric[] {
    // prom-client's types lack the labels, and declare the type, which is a string, as a number.
    return this.#registry.getMetricsAsArray() as unknown as readonly DeclaredMetric[];
  }

  /** A counter: it only increases until the app restarts. */
  protected counter<Label extends string = never>(declaration: MetricDeclaration<Label>): Counter<Label> {
    return new Counter({ ...declaration, registers: [this.#registry] });
  }

  /** A counter whose total is kept elsewhere; `total` is called for each request of `/metrics`. */
  protected countOf(declaration: MetricDeclaration<never>, total: () => number): void {
    new Counter<never>({
      ...declaration,
      registers: [this.#registry],
      collect() {
        this.reset();
        this.inc(total());
      },
    });
  }

  /** A gauge: it increases and decreases. */
  protected gauge<Label extends string = never>(declaration: GaugeDeclaration<Label>): Gauge<Label> {
    return new Gauge({ ...declaration, registers: [this.#registry] });
  }

  /** A histogram: the number of values in each range. */
  protected histogram<Label extends string = never>(
    declaration: HistogramDeclaration<Label>,
  ): Histogram<Label> {
    return new Histogram({
      ...declaration,
      buckets: [...declaration.buckets],
      registers: [this.#registry],
    });
  }

  /** A histogram that records a value many times at once. */
  protected weightedHistogram(declaration: HistogramDeclaration<never>): WeightedHistogram {
    return new WeightedHistogram(declaration, this.#registry);
  }
}
