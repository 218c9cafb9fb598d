import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import packageJson from '../../package.json' with { type: 'json' };
import type { MetricsSource } from '../lifecycle/health-server.ts';
import type { ServiceObserver } from '../lifecycle/service-observer.ts';
import { measureEventLoopDelay } from './event-loop-delay.ts';
import { collectProcessMetrics } from './process-metrics.ts';
import { ServiceMetrics } from './service-metrics.ts';

/** A metric before it has values. */
export interface MetricDeclaration<Label extends string> {
  /** Begins with `weather_`, ends with the unit, and that of a counter with `_total`. */
  readonly name: string;
  /** One sentence for who reads `/metrics`. */
  readonly help: string;
  /** Each of them may have few values only: every value is a time series of its own. */
  readonly labelNames?: readonly Label[];
}

export interface GaugeDeclaration<Label extends string> extends MetricDeclaration<Label> {
  /** Called when `/metrics` is asked for, to set the gauge to what it is just then. */
  readonly collect?: (this: Gauge<Label>) => void;
}

export interface HistogramDeclaration<Label extends string> extends MetricDeclaration<Label> {
  /** The upper bounds of the buckets, rising, in the unit of the name. */
  readonly buckets: readonly number[];
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
    measureEventLoopDelay(this.#registry);
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

  /** What only grows, until the app is started anew. */
  protected counter<Label extends string = never>(declaration: MetricDeclaration<Label>): Counter<Label> {
    return new Counter({ ...declaration, registers: [this.#registry] });
  }

  /** What goes up and down. */
  protected gauge<Label extends string = never>(declaration: GaugeDeclaration<Label>): Gauge<Label> {
    return new Gauge({ ...declaration, registers: [this.#registry] });
  }

  /** How often something had which size. */
  protected histogram<Label extends string = never>(
    declaration: HistogramDeclaration<Label>,
  ): Histogram<Label> {
    return new Histogram({
      ...declaration,
      buckets: [...declaration.buckets],
      registers: [this.#registry],
    });
  }
}
