import type { Gauge } from 'prom-client';

/** A metric before it has values. */
export interface MetricDeclaration<Label extends string> {
  /** Begins with `weather_` and ends with the unit; the name of a counter ends with `_total`. */
  readonly name: string;
  /** One sentence for readers of `/metrics`. */
  readonly help: string;
  /** Each label must have few values, since every value creates a time series. */
  readonly labelNames?: readonly Label[];
}

export interface GaugeDeclaration<Label extends string> extends MetricDeclaration<Label> {
  /** Called for each request of `/metrics`, to set the gauge to its current value. */
  readonly collect?: (this: Gauge<Label>) => void;
}

export interface HistogramDeclaration<Label extends string> extends MetricDeclaration<Label> {
  /** The ascending upper bounds of the buckets, in the unit of the name. */
  readonly buckets: readonly number[];
}
