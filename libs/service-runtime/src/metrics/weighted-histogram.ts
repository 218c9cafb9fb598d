import type { Histogram, Registry } from 'prom-client';
import type { HistogramDeclaration } from './metric-declaration.ts';

/** One line of a metric, as the registry expects it. */
interface Sample {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/**
 * A histogram without labels that records a value many times at once: recording thousands of values one by one would cost
 * more than the work that is measured.
 */
export class WeightedHistogram {
  readonly name: string;
  readonly help: string;
  readonly type = 'histogram';
  readonly labelNames = [];
  readonly #bounds: readonly number[];
  /** The last one counts values above every bound. */
  readonly #counts: number[];
  #sum = 0;

  constructor({ name, help, buckets }: HistogramDeclaration<never>, registry: Registry) {
    this.name = name;
    this.help = help;
    this.#bounds = buckets;
    this.#counts = Array<number>(buckets.length + 1).fill(0);
    // The registry needs only these members of a metric.
    registry.registerMetric(this as unknown as Histogram);
  }

  /** @param times how often the value has occurred. */
  observe(value: number, times: number): void {
    const index = this.#bounds.findIndex((bound) => value <= bound);
    const bucket = index < 0 ? this.#bounds.length : index;
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + times;
    this.#sum += value * times;
  }

  /** The metric as the registry expects it. */
  get(): Promise<object> {
    const { name, help, type } = this;
    let count = 0;
    const values = this.#counts.map((inBucket, index): Sample => {
      count += inBucket;
      return { metricName: `${name}_bucket`, labels: { le: this.#bounds[index] ?? '+Inf' }, value: count };
    });
    values.push({ metricName: `${name}_sum`, labels: {}, value: this.#sum });
    values.push({ metricName: `${name}_count`, labels: {}, value: count });
    return Promise.resolve({ name, help, type, values });
  }
}
