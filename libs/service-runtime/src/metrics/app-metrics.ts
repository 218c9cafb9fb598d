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
 * The metrics of an app: what every app has, and what its subclass in `<app>-metrics.ts` declares as fields. A registry of
 * its own, so that two in one process do not get into each other's way.
 */
export class AppMetrics implements MetricsSource {
  /** To be given to what makes the connections, so that their outages are counted. */
  readonly services: ServiceObserver;
  readonly #registry = new Registry();

  /** @param app its name, as in the log. */
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

  /** Of `text`, as a header has it. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All metrics with their values of now, in the text format of Prometheus. */
  async text(): Promise<string> {
    return await this.#registry.metrics();
  }

  /** All that is declared, also what has no values yet. */
  declared(): readonly DeclaredMetric[] {
    // prom-client's types leave out the labels, and take the type, which is a word, for a number.
    return this.#registry.getMetricsAsArray() as unknown as readonly DeclaredMetric[];
  }

  /** A counter: it only grows until the app restarts. */
  protected counter<Label extends string = never>(declaration: MetricDeclaration<Label>): Counter<Label> {
    return new Counter({ ...declaration, registers: [this.#registry] });
  }

  /** A counter whose total something else keeps; `total` is called for each request of `/metrics`. */
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

  /** A gauge: it goes up and down. */
  protected gauge<Label extends string = never>(declaration: GaugeDeclaration<Label>): Gauge<Label> {
    return new Gauge({ ...declaration, registers: [this.#registry] });
  }

  /** A histogram: how many values were in which range. */
  protected histogram<Label extends string = never>(
    declaration: HistogramDeclaration<Label>,
  ): Histogram<Label> {
    return new Histogram({
      ...declaration,
      buckets: [...declaration.buckets],
      registers: [this.#registry],
    });
  }

  /** A histogram that takes a value many times at once. */
  protected weightedHistogram(declaration: HistogramDeclaration<never>): WeightedHistogram {
    return new WeightedHistogram(declaration, this.#registry);
  }
}
